import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '@siar/client';

export type { AppRouter };
type Outputs = inferRouterOutputs<AppRouter>;
export type Inputs = inferRouterInputs<AppRouter>;

export type Me = Outputs['auth']['me'];
export type WhatsAppView = Outputs['whatsapp']['status'];
export type Blast = Outputs['blasts']['get'];
export type Message = Outputs['blasts']['messages']['items'][number];
export type Contact = Outputs['contacts']['get'];
export type ContactList = Outputs['lists']['get'];
export type ImportRun = Outputs['contacts']['imports']['get'];
export type Template = Outputs['templates']['get'];
export type Summary = Outputs['reports']['summary'];
export type Package = Outputs['billing']['packages']['items'][number];
export type Subscription = NonNullable<Outputs['billing']['subscription']>;
export type Person = Outputs['users']['get'];
export type Stats = Outputs['admin']['stats'];
