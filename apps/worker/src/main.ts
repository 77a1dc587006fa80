import 'reflect-metadata';
import { readConfig } from '#libs/config';
import { explainStartFailure } from '#libs/product';
import { startWorker } from './worker.js';

try {
  await startWorker(await readConfig());
} catch (error) {
  process.stderr.write(`${explainStartFailure(error)}\n`);
  process.exit(1);
}
