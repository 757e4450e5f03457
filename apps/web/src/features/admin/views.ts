import type { inferRouterOutputs } from '@trpc/server';
import type { AppRouter } from '../../api/router.ts';

type Admin = inferRouterOutputs<AppRouter>['admin'];

export type NumberView = Admin['whatsAppSessions']['items'][number];
export type AuditEvent = Admin['audit']['items'][number];
export type DeadLetter = Admin['deadLetters']['items'][number];
export type AlertView = Admin['alerts']['items'][number];
export type TenantRef = AuditEvent['tenant'];
