/**
 * What procedures and jobs may call, one service per business word. Built in compose.ts only; services never ask
 * which process they run in. Each feature adds its line here.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- features add their lines
export interface Services {}
