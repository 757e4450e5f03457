import { createLaneWorld } from './lane-world.ts';
import { createScriptedEngine, type Ledger } from './scripted-engine.ts';

export interface LaneBenchResult {
  /** Durable messages per second: from rows in the database to their statuses in the database. */
  messagesPerSecond: number;
  /** CPU of this process per message, in microseconds. */
  nodeMicrosPerMessage: number;
}

/**
 * The product's own path with an engine that answers at once: an intent before each send, one blast per lane.
 *
 * @param clusterUrl superuser URL of a PostgreSQL with the migrated template database (see @siar/db/testing)
 */
export async function runLaneBench(input: {
  clusterUrl: string;
  lanes: number;
  recipientsPerLane: number;
}): Promise<LaneBenchResult> {
  const { clusterUrl, lanes: count, recipientsPerLane } = input;
  const world = await createLaneWorld(clusterUrl);
  const committer = world.committer();
  const engine = createScriptedEngine({ ledger: forgetfulLedger() });
  const lanes = await Promise.all(
    Array.from({ length: count }, async () => {
      const tenant = await world.tenant();
      const blast = await world.blast({ userId: tenant.userId, recipients: recipientsPerLane });
      const session = await world.takeOver(tenant);
      return { id: blast.id, lane: world.lane({ session, engine, committer }) };
    }),
  );
  const open = new Set(lanes.map(({ id }) => id));
  const over = new Promise<void>((resolve) => {
    committer.onCommitted.push((blasts) => {
      for (const { id, isCompletedNow } of blasts) if (isCompletedNow) open.delete(id);
      if (open.size === 0) resolve();
    });
  });
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  for (const { lane } of lanes) {
    lane.run().catch(() => undefined); // told by the blasts that never end
    lane.setOnline(true);
  }
  await over;
  const ms = performance.now() - begun;
  const cpu = process.cpuUsage(cpuBefore);
  await Promise.all(lanes.map(({ lane }) => lane.stop({ graceMs: 1_000 })));
  await world.close();
  const messages = count * recipientsPerLane;
  return {
    messagesPerSecond: (messages * 1_000) / ms,
    nodeMicrosPerMessage: (cpu.user + cpu.system) / messages,
  };
}

/** Looking every message up in a growing list would measure the list. */
function forgetfulLedger(): Ledger {
  return { messages: createBottomless(), acks: new Map(), copies: [] };
}

function createBottomless<Item>(): Item[] {
  const list: Item[] = [];
  list.push = () => 0;
  return list;
}
