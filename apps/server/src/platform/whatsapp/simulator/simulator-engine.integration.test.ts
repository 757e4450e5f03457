import { startWhatsAppSimulator } from '@siar/simulators/whatsapp';
import { createSilentLogger } from '../../logger.ts';
import { describeWhatsAppEngine } from '../whatsapp-engine.contract.ts';
import { createSimulatorEngineFactory } from './simulator-engine.ts';

describeWhatsAppEngine('simulator', async () => {
  const simulator = await startWhatsAppSimulator();
  return {
    factory: createSimulatorEngineFactory({
      url: simulator.url,
      logger: createSilentLogger(),
      reconnectMs: { min: 20, max: 200 },
    }),
    simulatorUrl: simulator.url,
    leftovers: () => Promise.resolve([]),
    stop: simulator.stop,
  };
});
