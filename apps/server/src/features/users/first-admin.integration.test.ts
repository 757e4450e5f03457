import { afterEach, beforeEach, expect, it } from 'vitest';
import { createWorld, type World } from '../auth/testing/world.ts';
import { createFirstAdmin, FIRST_ADMIN_EMAIL } from './first-admin.ts';

let world: World;
beforeEach(async () => {
  world = await createWorld();
});
afterEach(() => world.close());

it('two processes that start together make one admin, who can log in', async () => {
  const answers = await Promise.all([createFirstAdmin(world), createFirstAdmin(world)]);
  const made = answers.filter((answer) => answer !== null);
  expect(made).toHaveLength(1);
  const login = {
    email: made[0]?.email ?? '',
    password: made[0]?.password ?? '',
    address: '::1',
    userAgent: null,
  };
  expect((await world.services.auth.login(login)).user.role).toBe('ADMIN');
  expect(await createFirstAdmin(world)).toBeNull();
});

it('a restart takes over no platform: a deactivated admin is an admin, a tenant of that address does not become one', async () => {
  const squatter = await world.person({ email: FIRST_ADMIN_EMAIL });
  const made = await createFirstAdmin(world);
  expect(made?.email).not.toBe(FIRST_ADMIN_EMAIL);
  const after = await world.db.prisma.user.findUniqueOrThrow({ where: { id: squatter.id } });
  expect(after.role).toBe('USER');
  await world.db.prisma.user.updateMany({ where: { role: 'ADMIN' }, data: { deactivatedAt: new Date() } });
  expect(await createFirstAdmin(world)).toBeNull();
});
