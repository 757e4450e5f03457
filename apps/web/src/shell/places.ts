import {
  IconAddressBook,
  IconBrandWhatsapp,
  IconCalendarStats,
  IconCreditCard,
  IconHistory,
  IconHome,
  IconPackage,
  IconSpeakerphone,
  IconTemplate,
  IconTrashX,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Role } from '@siar/shared';
import type { Dictionary } from '../i18n/id/index.ts';

export interface Place {
  to:
    | '/'
    | '/blasts'
    | '/contacts'
    | '/templates'
    | '/reports'
    | '/subscription'
    | '/whatsapp'
    | '/admin'
    | '/admin/users'
    | '/admin/numbers'
    | '/admin/packages'
    | '/admin/audit'
    | '/admin/dead-letters';
  name: keyof Dictionary['shell']['nav'];
  icon: Icon;
  /** Second after `g`. */
  key: string;
}

const TENANT: readonly Place[] = [
  { to: '/', name: 'home', icon: IconHome, key: 'h' },
  { to: '/blasts', name: 'blasts', icon: IconSpeakerphone, key: 'b' },
  { to: '/contacts', name: 'contacts', icon: IconAddressBook, key: 'c' },
  { to: '/templates', name: 'templates', icon: IconTemplate, key: 't' },
  { to: '/reports', name: 'reports', icon: IconCalendarStats, key: 'r' },
  { to: '/subscription', name: 'subscription', icon: IconCreditCard, key: 'l' },
  { to: '/whatsapp', name: 'whatsapp', icon: IconBrandWhatsapp, key: 'w' },
];

const ADMIN: readonly Place[] = [
  { to: '/admin', name: 'adminHome', icon: IconHome, key: 'h' },
  { to: '/admin/users', name: 'adminUsers', icon: IconUsers, key: 'u' },
  { to: '/admin/numbers', name: 'adminNumbers', icon: IconBrandWhatsapp, key: 'w' },
  { to: '/admin/packages', name: 'adminPackages', icon: IconPackage, key: 'p' },
  { to: '/admin/audit', name: 'adminAudit', icon: IconHistory, key: 'a' },
  { to: '/admin/dead-letters', name: 'adminDeadLetters', icon: IconTrashX, key: 'd' },
];

/** Where one can go, in the order of the rail: rail, bottom bar, menubar and palette all read it. */
export const placesOf = (role: Role): readonly Place[] => (role === 'ADMIN' ? ADMIN : TENANT);
