import { boot } from './boot.ts';
import { startApiServer } from './http/server.ts';
import { prepareStores } from './prepare-stores.ts';

// The server listens before its stores are there: a probe gets "not ready" with which is down, and no refusal
// to connect; callers get `unavailable`.
await boot('api', async (composition, signal) => {
  const { config, queueBackend, logger } = composition;
  const server = await startApiServer(composition);
  logger.info({ port: server.port, url: config.publicUrl }, 'listening');
  const preparing = prepareStores({ databaseUrl: config.databaseUrl, queueBackend, logger, signal });
  try {
    await preparing;
  } catch (error) {
    await server.close();
    throw error;
  }
  logger.info({}, 'ready');
  return server;
});
