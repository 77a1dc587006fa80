import 'reflect-metadata';
import { readConfig } from '#libs/config';
import { explainStartFailure } from '#libs/product';
import { startServer } from './server.js';

try {
  await startServer(await readConfig());
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
}
