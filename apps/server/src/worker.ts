import { boot } from './boot.ts';
import { prepareStores } from './prepare-stores.ts';
import { startWorker, startWorkerHealth } from './worker-process.ts';

await boot('worker', async (composition, signal) => {
  const { config, queueBackend, logger } = composition;
  const health = await startWorkerHealth(composition);
  try {
    await prepareStores({ databaseUrl: config.databaseUrl, queueBackend, logger, signal });
    const worker = await startWorker(composition, signal);
    health.watch(worker);
    logger.info({}, 'ready');
    return {
      async close() {
        await worker.close();
        await health.close();
      },
    };
  } catch (error) {
    await health.close();
    throw error;
  }
});
