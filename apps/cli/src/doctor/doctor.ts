import type { AppConfig } from '#libs/config';
import { findingsOf, type Finding } from './finding.js';
import { checkCaptureLogs, checkContents, checkDatabases } from './content-checks.js';
import { checkDisk, checkFolder, stateOf } from './folder-checks.js';
import { checkJobs } from './job-checks.js';
import { checkLedger } from './ledger-checks.js';
import { checkModelFiles } from './model-checks.js';
import { checkServices } from './service-checks.js';

/** Looks at everything a server needs and holds, and changes nothing. Works while the server runs and when it does not. */
export async function examine(config: AppConfig): Promise<Finding[]> {
  const findings: Finding[] = [
    { check: 'configuration', level: 'ok', message: `valid, profile ${config.storage.profile}` },
    {
      check: 'versions',
      level: 'ok',
      message: `Node ${process.versions.node}, SQLite ${process.versions['sqlite']}`,
    },
  ];
  const models = await findingsOf('speech models', () => checkModelFiles(config));
  const { cloud, dataDir } = config.storage;
  const data = cloud
    ? await findingsOf('services', () => checkServices(config, cloud))
    : await examineFolder(dataDir);
  return [...findings, ...models, ...data];
}

async function examineFolder(dataDir: string): Promise<Finding[]> {
  const state = await stateOf(dataDir);
  const findings = await findingsOf('data folder', () => checkFolder(dataDir, state));
  if (state === 'absent') return findings;
  findings.push(...(await findingsOf('disk', () => checkDisk(dataDir))));
  const databases = await findingsOf('databases', () => checkDatabases(dataDir));
  findings.push(...databases);
  const isBroken = (file: string) =>
    databases.some(({ check, level }) => check === file && level === 'problem');
  if (!isBroken('documents.db') && !isBroken('search.db')) {
    findings.push(...(await findingsOf('contents', () => checkContents(dataDir, state))));
    findings.push(...(await findingsOf('ledger', () => checkLedger(dataDir))));
  }
  if (!isBroken('jobs.db')) findings.push(...(await findingsOf('jobs', async () => checkJobs(dataDir))));
  findings.push(...(await findingsOf('unfinished recordings', () => checkCaptureLogs(dataDir))));
  return findings;
}
