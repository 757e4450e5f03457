import type { ActivityService } from './features/activity/activity.service.ts';
import type { AdminService } from './features/admin/admin.service.ts';
import type { AccountService } from './features/auth/account.service.ts';
import type { ApiKeyService } from './features/auth/api-keys.service.ts';
import type { AuthService } from './features/auth/auth.service.ts';
import type { BillingService } from './features/billing/billing.service.ts';
import type { PackageService } from './features/billing/packages.service.ts';
import type { BlastMessageService } from './features/blasts/blast-messages.service.ts';
import type { BlastService } from './features/blasts/blasts.service.ts';
import type { ContactService } from './features/contacts/contacts.service.ts';
import type { ImportService } from './features/contacts/imports.service.ts';
import type { ListService } from './features/contacts/lists.service.ts';
import type { SuppressionService } from './features/contacts/suppressions.service.ts';
import type { ReportService } from './features/reports/reports.service.ts';
import type { TemplateService } from './features/templates/templates.service.ts';
import type { UserService } from './features/users/users.service.ts';
import type { WhatsAppService } from './features/whatsapp/whatsapp.service.ts';

/**
 * What procedures and jobs may call, one service per business word. Built in compose.ts only; services never ask
 * which process they run in. Each feature adds its line here.
 */
export interface Services {
  auth: AuthService;
  account: AccountService;
  apiKeys: ApiKeyService;
  users: UserService;
  packages: PackageService;
  billing: BillingService;
  reports: ReportService;
  admin: AdminService;
  contacts: ContactService;
  lists: ListService;
  suppressions: SuppressionService;
  imports: ImportService;
  templates: TemplateService;
  activity: ActivityService;
  blasts: BlastService;
  blastMessages: BlastMessageService;
  whatsapp: WhatsAppService;
}
