import { nextPeriod } from '@siar/shared';
import type { Database } from '../client.ts';
import type { User } from '../generated/client.ts';
import { createChance } from './chance.ts';
import { seedPastBlast } from './past-blast.ts';
import { FIRST_NAMES, LAST_NAMES, PACKAGES, type Story } from './stories.ts';

/** So that a part of the quota is used already: 20 days. */
const RUNNING_FOR_MS = 20 * 24 * 60 * 60 * 1000;

/** Everything of one tenant but his login. Each step finds what an earlier run left. */
export async function seedTenant(
  db: Database,
  { user, story, now }: { user: User; story: Story; now: Date },
): Promise<void> {
  const userId = user.id;
  await seedSubscription(db, { userId, packageName: story.package, now });
  await seedContacts(db, { userId, story, now });
  const listIds = await seedLists(db, { userId, story });
  await seedTemplates(db, { userId, story });
  for (const blast of story.blasts) {
    const listId = listIds.get(blast.list);
    if (listId !== undefined) await seedPastBlast(db, { userId, blast, listId, now });
  }
}

/** The packages on sale; those of the same name stay as they are. */
export async function seedPackages(db: Database): Promise<void> {
  for (const [index, offer] of PACKAGES.entries()) {
    const { name } = offer;
    if ((await db.prisma.package.count({ where: { name } })) > 0) continue;
    await db.prisma.package.create({ data: { ...offer, months: 1, sortOrder: (index + 1) * 10 } });
  }
}

/** A period that covers this moment; a demo that is opened again after months gets a new one. */
async function seedSubscription(
  db: Database,
  { userId, packageName, now }: { userId: string; packageName: string; now: Date },
): Promise<void> {
  const covers = { userId, startDate: { lte: now }, endDate: { gt: now } };
  if ((await db.prisma.userSubscription.count({ where: covers })) > 0) return;
  const offer = await db.prisma.package.findFirstOrThrow({ where: { name: packageName } });
  const { name, description, priceRupiah, months, quota, isTrial } = offer;
  const { startDate, endDate, chain } = nextPeriod({
    last: null,
    months,
    now: new Date(now.getTime() - RUNNING_FOR_MS),
  });
  await db.prisma.userSubscription.create({
    data: {
      userId,
      packageId: offer.id,
      packageSnapshot: { name, description, priceRupiah, months, quota, isTrial, features: {} },
      anchorAt: chain.anchor,
      anchorMonths: chain.months,
      startDate,
      endDate,
      quota,
    },
  });
}

async function seedContacts(
  db: Database,
  { userId, story, now }: { userId: string; story: Story; now: Date },
): Promise<void> {
  const chance = createChance(story.name);
  const oneOf = (values: readonly string[]): string => values[Math.floor(chance() * values.length)] ?? '';
  const consentAt = new Date(now.getTime() - 60 * 24 * 60 * 60 * 1000);
  await db.prisma.contact.createMany({
    data: Array.from({ length: story.contacts }, (_, index) => ({
      userId,
      phoneNumber: `${story.numberPrefix}${String(index + 1).padStart(4, '0')}`,
      name: `${oneOf(FIRST_NAMES)} ${oneOf(LAST_NAMES)}`,
      fields: { [story.field.key]: oneOf(story.field.values) },
      consentAt,
      consentSource: 'Formulir di tempat',
    })),
    skipDuplicates: true,
  });
}

async function seedLists(
  db: Database,
  { userId, story }: { userId: string; story: Story },
): Promise<Map<string, string>> {
  const contacts = await db.prisma.contact.findMany({
    where: { userId, phoneNumber: { startsWith: story.numberPrefix } },
    orderBy: { phoneNumber: 'asc' },
    select: { id: true },
  });
  const ids = new Map<string, string>();
  for (const { name, description, every } of story.lists) {
    const list = await db.prisma.contactList.upsert({
      where: { userId_name: { userId, name } },
      create: { userId, name, description },
      update: {},
    });
    ids.set(name, list.id);
    // A list that the person has changed since is his.
    if ((await db.prisma.contactListMember.count({ where: { listId: list.id } })) > 0) continue;
    await db.prisma.contactListMember.createMany({
      data: contacts
        .filter((_, index) => index % every === 0)
        .map(({ id }) => ({ listId: list.id, contactId: id, userId })),
    });
  }
  return ids;
}

async function seedTemplates(
  db: Database,
  { userId, story }: { userId: string; story: Story },
): Promise<void> {
  for (const { name, body } of story.templates) {
    if ((await db.prisma.template.count({ where: { userId, name } })) > 0) continue;
    await db.prisma.template.create({
      data: { userId, name, body, versions: { create: { version: 1, userId, body } } },
    });
  }
}
