export { type CuttableProxy, startCuttableProxy } from './cuttable-proxy.ts';
export { createWitness, type Witness } from './witness.ts';
