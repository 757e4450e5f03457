import type { Dictionary } from '../id/index.ts';
import { account } from './account.ts';
import { admin } from './admin.ts';
import { auth } from './auth.ts';
import { billing } from './billing.ts';
import { blasts } from './blasts.ts';
import { common } from './common.ts';
import { compose } from './compose.ts';
import { contacts } from './contacts.ts';
import { home } from './home.ts';
import { reports } from './reports.ts';
import { shell } from './shell.ts';
import { status } from './status.ts';
import { templates } from './templates.ts';
import { whatsapp } from './whatsapp.ts';

/** English, complete: a word that is missing here does not compile. */
export const en: Dictionary = {
  account,
  admin,
  auth,
  billing,
  blasts,
  common,
  compose,
  contacts,
  home,
  reports,
  shell,
  status,
  templates,
  whatsapp,
};
