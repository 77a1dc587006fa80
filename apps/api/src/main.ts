import 'reflect-metadata';
import { readConfig } from '#libs/config';
import { startServer } from './server.js';
import { explainStartFailure } from './start-failure.js';

try {
  await startServer(await readConfig());
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
}
