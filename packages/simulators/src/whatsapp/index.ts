export { startWhatsAppSimulator } from './simulator.ts';
export type { WhatsAppSimulator, WhatsAppSimulatorOptions } from './simulator.ts';
export type { LedgerRow } from './network/ledger.ts';
export type { PageConfig } from './page/page-protocol.ts';
