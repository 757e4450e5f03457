import type { Database } from '../client.ts';
import type { Role, User } from '../generated/client.ts';
import { KLINIK_SEHAT_BUNDA, KOPI_SENJA } from './stories.ts';
import { seedPackages, seedTenant } from './tenant.ts';

export { seedPackages } from './tenant.ts';

export interface SeedLogin {
  email: string;
  password: string;
}

export interface DemoPasswords {
  admin: string;
  /** Of the coffee shop, the demo's tenant. */
  tenant: string;
  clinic: string;
}

export interface SeedDemoInput {
  db: Database;
  now: Date;
  passwords: DemoPasswords;
  /** bcrypt belongs to the server; so does the rule for a good password. */
  hashPassword: (password: string) => Promise<string>;
}

/**
 * A story to look at: an admin, a coffee shop and a clinic, packages in rupiah, people to write to, and what was
 * sent over the past weeks. May run at every start: it adds what is missing, leaves what people made of it, and
 * sets the three passwords anew, so that what the demo prints is true.
 */
export async function seedDemo({ db, now, passwords, hashPassword }: SeedDemoInput): Promise<{
  admin: SeedLogin;
  tenant: SeedLogin;
  clinic: SeedLogin;
}> {
  await seedPackages(db);
  const person = async (login: SeedLogin & { name: string; role: Role }): Promise<User> => {
    const { email, name, role } = login;
    const passwordHash = await hashPassword(login.password);
    return db.prisma.user.upsert({
      where: { email },
      create: { email, name, role, passwordHash },
      update: { passwordHash, role, deactivatedAt: null },
    });
  };
  const admin = { email: 'admin@siar.example.com', password: passwords.admin };
  await person({ ...admin, name: 'Admin Siar', role: 'ADMIN' });

  const logins = { tenant: KOPI_SENJA, clinic: KLINIK_SEHAT_BUNDA } as const;
  for (const key of ['tenant', 'clinic'] as const) {
    const story = logins[key];
    const { email, name } = story;
    const user = await person({ email, name, role: 'USER', password: passwords[key] });
    await seedTenant(db, { user, story, now });
  }
  return {
    admin,
    tenant: { email: KOPI_SENJA.email, password: passwords.tenant },
    clinic: { email: KLINIK_SEHAT_BUNDA.email, password: passwords.clinic },
  };
}
