import {
  superviseProcess,
  type ProcessPlan,
  type SupervisedProcess,
} from '../supervisor/supervised-process.ts';
import { listenForShutdown } from '../supervisor/shutdown.ts';

/** How long work that was interrupted may take to notice. */
const INTERRUPTED_WORK_MS = 3_000;

/**
 * What is running, in the order in which it was started; stops in reverse.
 * Everything that a command starts is registered here, so that no way out forgets one.
 */
export type Stack = {
  /** Starts the processes together and waits until all are ready. */
  start(plans: readonly ProcessPlan[]): Promise<SupervisedProcess[]>;
  /** Starts something else that must be stopped in its turn. */
  add<Service extends { stop(): Promise<void> }>(starting: Promise<Service>): Promise<Service>;
};

type Layer = { stop: () => Promise<unknown>; kill: () => void };

/**
 * Runs `work` with a stack that is stopped whatever happens: at its end, on its error, on a signal.
 * @param work ends when `stopped` resolves, at the latest
 * @returns what `work` returned, or undefined when a signal ended it
 */
export async function withStack<Result>({
  work,
  say,
}: {
  work: (context: { stack: Stack; stopped: Promise<void> }) => Promise<Result>;
  say: (line: string) => void;
}): Promise<Result | undefined> {
  const layers: Layer[] = [];
  const shutdown = listenForShutdown({ onHard: () => layers.forEach((layer) => layer.kill()) });
  const finished = work({
    stack: createStack({ layers, shutdown: shutdown.signal, say }),
    stopped: shutdown.requested,
  });
  finished.catch(() => undefined);
  try {
    return await Promise.race([finished, shutdown.requested.then(() => undefined)]);
  } finally {
    if (shutdown.signal.aborted) say('stopping …');
    await stopAll(layers);
    // A signal in the middle of a start: what came up meanwhile must go down as well.
    await settled(finished, INTERRUPTED_WORK_MS);
    await stopAll(layers);
    shutdown.dispose();
    if (shutdown.signal.aborted) say('stopped; nothing is left running');
  }
}

function createStack({
  layers,
  shutdown,
  say,
}: {
  layers: Layer[];
  shutdown: AbortSignal;
  say: (line: string) => void;
}): Stack {
  return {
    start: async (plans) => {
      shutdown.throwIfAborted();
      const processes = plans.map((plan) => superviseProcess(plan, say));
      layers.push({
        stop: () => Promise.all(processes.map((supervised) => supervised.stop())),
        kill: () => processes.forEach((supervised) => supervised.kill()),
      });
      await Promise.all(processes.map((supervised) => supervised.ready));
      return processes;
    },
    add: async (starting) => {
      const service = await starting;
      layers.push({ stop: () => service.stop(), kill: () => undefined });
      return service;
    },
  };
}

async function stopAll(layers: Layer[]): Promise<void> {
  for (let layer = layers.pop(); layer; layer = layers.pop()) await layer.stop();
}

async function settled(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([
    work.then(
      () => undefined,
      () => undefined,
    ),
    timeout,
  ]);
  clearTimeout(timer);
}
