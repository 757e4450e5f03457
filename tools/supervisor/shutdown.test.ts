import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listenForShutdown, type Shutdown } from './shutdown.ts';

let shutdown: Shutdown;
let hard: ReturnType<typeof vi.fn<() => void>>;
let exit: { mock: { calls: unknown[][] } };

beforeEach(() => {
  vi.useFakeTimers();
  hard = vi.fn<() => void>();
  exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
  shutdown = listenForShutdown({ onHard: hard });
});

afterEach(() => {
  shutdown.dispose();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('the first signal asks for a clean stop', async () => {
  process.emit('SIGTERM', 'SIGTERM');
  await shutdown.requested;
  expect(shutdown.signal.aborted).toBe(true);
  expect(hard).not.toHaveBeenCalled();
});

test('one Ctrl+C that arrives from the terminal and from npm is one', () => {
  process.emit('SIGINT', 'SIGINT');
  vi.advanceTimersByTime(900);
  process.emit('SIGINT', 'SIGINT');
  expect(hard).not.toHaveBeenCalled();
});

test('a second Ctrl+C later ends at once', () => {
  process.emit('SIGINT', 'SIGINT');
  vi.advanceTimersByTime(1_100);
  process.emit('SIGINT', 'SIGINT');
  expect(hard).toHaveBeenCalledOnce();
  expect(exit.mock.calls).toEqual([[130]]);
});
