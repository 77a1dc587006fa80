import { NestFactory } from '@nestjs/core';
import type { AppConfig } from '#libs/config';
import { AppError } from '#libs/kernel';
import { HealthChecks, Metrics } from '#libs/observability';
import { Fanout } from '#libs/product';
import { checkDataFolder } from '#libs/storage';
import { HealthServer } from './health-server.js';
import { WorkerModule } from './worker.module.js';

/** Starts the consumers and says where their health can be asked. Stops by SIGTERM or SIGINT: running jobs end or are given back. */
export async function startWorker(config: AppConfig): Promise<void> {
  refuseEmbedded(config);
  await checkDataFolder(config.storage.dataDir);
  const app = await NestFactory.createApplicationContext(WorkerModule.forConfig(config), {
    logger: false,
    abortOnError: false,
  });
  app.get(Fanout).joinAsWorker();
  const health = await HealthServer.listen({
    host: config.server.host,
    port: config.jobs.workerHealthPort,
    checks: app.get(HealthChecks),
    metrics: app.get(Metrics),
  });
  const stop = async () => {
    await app.close();
    await health.close();
    // All is written and closed; clients of the cloud leave timers behind that would keep the process for seconds.
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
  process.stdout.write(`Mneme worker runs jobs; its health: ${health.url}/readyz\n`);
}

function refuseEmbedded(config: AppConfig): void {
  if (config.storage.profile === 'cloud') return;
  throw new AppError(
    'invalid',
    'WORKER_NEEDS_CLOUD',
    'A worker of its own needs STORAGE_PROFILE=cloud. On the embedded profile the server runs the jobs itself: npm start.',
  );
}
