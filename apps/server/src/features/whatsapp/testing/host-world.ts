import { randomBytes } from 'node:crypto';
import { createDb, type Database } from '@siar/db';
import { createTestDatabase } from '@siar/db/testing';
import { JobStopped, type Outcome, QueueUnavailableError, type StopReason } from '@siar/queue';
import { startWhatsAppSimulator, type WhatsAppSimulator } from '@siar/simulators/whatsapp';
import { createSystemClock } from '../../../platform/clock.ts';
import { createEnvelope } from '../../../platform/crypto/envelope.ts';
import { createEventBus, type EventBus } from '../../../platform/events/index.ts';
import { createSilentLogger } from '../../../platform/logger.ts';
import { createSimulatorEngineFactory } from '../../../platform/whatsapp/simulator/simulator-engine.ts';
import {
  createSimulatorControl,
  type SimulatorControl,
} from '../../../platform/whatsapp/testing/simulator-control.ts';
import { createLaneWorks, type LaneWorks } from '../../blasts/lane/lane-works.ts';
import { createHostingHandler } from '../host-works.ts';
import { createWhatsAppService, type WhatsAppService } from '../whatsapp.service.ts';

/** A host as the queue runs it, without a queue. */
export interface RunningHost {
  /** How it ended; rejects as the handler does. */
  outcome: Promise<Outcome>;
  stop(reason: StopReason): void;
}

/** Real PostgreSQL, real simulator, real lanes; the queue is the test. */
export interface HostWorld {
  db: Database;
  events: EventBus;
  service: WhatsAppService;
  simulator: WhatsAppSimulator;
  control: SimulatorControl;
  tenant(): Promise<string>;
  /** One worker's hosting; each call is another worker. */
  worker(): { host(userId: string): Promise<RunningHost> };
  until(userId: string, status: string): Promise<Awaited<ReturnType<WhatsAppService['status']>>>;
  /** Connects, scans the QR and waits until the number is connected. */
  link(input: {
    userId: string;
    number: string;
    worker?: ReturnType<HostWorld['worker']>;
  }): Promise<RunningHost>;
  close(): Promise<void>;
}

export async function createHostWorld(postgresUrl: string): Promise<HostWorld> {
  const database = await createTestDatabase(postgresUrl);
  const logger = createSilentLogger();
  const clock = createSystemClock();
  const db = createDb({ url: database.url });
  const events = createEventBus({ databaseUrl: database.url, logger });
  const simulator = await startWhatsAppSimulator({ ackDelayMs: 10, qrTtlMs: 5_000 });
  const control = createSimulatorControl({ url: simulator.url });
  const envelope = createEnvelope({ keys: [{ id: 'test', key: randomBytes(32) }] });
  const away = (): Promise<never> => Promise.reject(new QueueUnavailableError('no queue in this test'));
  const service = createWhatsAppService({
    db,
    clock,
    events,
    logger,
    producer: { enqueue: away, withdraw: () => Promise.resolve('running') },
  });
  const allWorks: LaneWorks[] = [];
  const hosts: RunningHost[] = [];
  let count = 0;

  function worker() {
    const works = createLaneWorks({
      db,
      databaseUrl: database.url,
      engineName: 'simulator',
      events,
      clock,
      logger,
    });
    allWorks.push(works);
    const engines = createSimulatorEngineFactory({
      url: simulator.url,
      logger,
      reconnectMs: { min: 20, max: 100 },
    });
    const handler = createHostingHandler({
      db,
      envelope,
      engines,
      lanes: works.lanes,
      events,
      clock,
      logger,
    });
    return {
      async host(userId: string): Promise<RunningHost> {
        const { id: sessionId } = await db.prisma.whatsAppSession.findUniqueOrThrow({ where: { userId } });
        const controller = new AbortController();
        const outcome = handler({ sessionId }, { signal: controller.signal, jobId: 'job', attempt: 1 });
        outcome.catch(() => undefined);
        const running = { outcome, stop: (reason: StopReason) => controller.abort(new JobStopped(reason)) };
        hosts.push(running);
        return running;
      },
    };
  }

  async function until(userId: string, status: string) {
    for (;;) {
      const now = await service.status({ userId });
      if (now.status === status && (status !== 'QR' || now.qr !== null)) return now;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  return {
    db,
    events,
    service,
    simulator,
    control,
    async tenant() {
      count += 1;
      const { id } = await db.prisma.user.create({
        data: { email: `tenant${count}@example.com`, name: `Tenant ${count}`, passwordHash: 'x' },
      });
      return id;
    },
    worker,
    until,
    async link({ userId, number, worker: which = worker() }) {
      await service.connect({ userId });
      const host = await which.host(userId);
      const { qr } = await until(userId, 'QR');
      await control.scan(qr ?? '', number);
      await until(userId, 'CONNECTED');
      return host;
    },
    async close() {
      for (const host of hosts) host.stop('lock-lost');
      await Promise.allSettled(hosts.map(({ outcome }) => outcome));
      await Promise.all(allWorks.map((works) => works.close()));
      await simulator.stop();
      await events.close();
      await db.close();
      await database.drop();
    },
  };
}
