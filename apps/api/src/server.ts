import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet from 'helmet';
import { OwnerBootstrap } from '#libs/accounts';
import { checkModels, ModelStore } from '#libs/ai';
import type { AppConfig } from '#libs/config';
import { Fanout } from '#libs/product';
import { checkDataFolder } from '#libs/storage';
import { ApiModule } from './api.module.js';
import { FanoutIoAdapter } from './ingest/fanout-io-adapter.js';
import { serveOpenApi } from './openapi.js';

const MAX_JSON_BODY = '1mb';

/** The application, wired but not yet listening. */
export async function createApp(config: AppConfig): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.forConfig(config), {
    logger: false,
    abortOnError: false,
  });
  // A server on a home network speaks HTTP: asking browsers to upgrade would leave its pages without their scripts.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.useBodyParser('json', { limit: MAX_JSON_BODY });
  app.disable('x-powered-by');
  app.enableShutdownHooks();
  if (config.storage.cloud) app.useWebSocketAdapter(new FanoutIoAdapter(app, app.get(Fanout)));
  serveOpenApi(app);
  return app;
}

/** Starts the server and says where it is. */
export async function startServer(config: AppConfig): Promise<void> {
  await checkDataFolder(config.storage.dataDir);
  const app = await createApp(config);
  await app.init();
  await warnOfMissingModels(app, config);
  const { firstToken } = await app.get(OwnerBootstrap).ensureOwner();
  collectStartupGarbage();
  await app.listen(config.server.port, config.server.host);
  const url = await listeningUrl(app);
  process.stdout.write(banner(url, config, firstToken));
}

/**
 * Loading the modules leaves about as much garbage as there is live data. Collected now nobody waits for it; left to chance it stops the
 * event loop in the first minute of the first recording (a profile showed 120 ms, mostly collection), and the idle server keeps about
 * 270 MB instead of 145.
 */
function collectStartupGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options: object) => void;
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** Without its models the server still keeps every second of sound and recognizes it later, so this is no reason not to start. */
async function warnOfMissingModels(app: NestExpressApplication, config: AppConfig): Promise<void> {
  const checks = await checkModels(app.get(ModelStore), config.speech.model);
  for (const { message } of checks.flatMap((check) => check.missing))
    process.stderr.write(`mneme: ${message}\n`);
}

async function listeningUrl(app: NestExpressApplication): Promise<string> {
  const url = await app.getUrl();
  return url.replace('[::1]', '127.0.0.1').replace('[::]', '127.0.0.1').replace('0.0.0.0', '127.0.0.1');
}

/** The first two lines are read by programs (`npm run demo`, tests): keep their form. */
function banner(url: string, config: AppConfig, firstToken: string | null): string {
  const token = firstToken
    ? [
        `Owner's token: ${firstToken}`,
        '  shown this once; keep it. `npm run mneme -- token` makes another one.',
      ]
    : [];
  const answers = config.language.chatModel
    ? `language model ${config.language.chatModel.model}`
    : 'no language model: rules answer (LLM_BASE_URL adds one)';
  return [
    `Mneme listens on ${url}`,
    ...token,
    `  API:  ${url}/docs (any name, the token as password)`,
    `  Data: ${config.storage.cloud ? `the cloud, project ${config.storage.cloud.firestore.projectId}` : config.storage.dataDir}; ${answers}`,
    '',
  ].join('\n');
}
