import { describe } from 'vitest';
import type { QueueBackend } from './backend.ts';
import { describeAbsence } from './contract/absence.contract.ts';
import { describeDeduplication } from './contract/deduplication.contract.ts';
import { describeHosting } from './contract/hosting.contract.ts';
import { describeOutcomes } from './contract/outcomes.contract.ts';
import { sceneOn } from './contract/scene.ts';

/** What every queue backend must do. */
export function describeQueue(kind: QueueBackend['kind'], server: () => string): void {
  const scene = sceneOn(kind, server);
  describe('jobs and outcomes', () => describeOutcomes(scene));
  describe('deduplication', () => describeDeduplication(scene));
  describe('hosting', () => describeHosting(scene));
  describe('losing the server', () => describeAbsence(scene));
}
