import { inspectJobs } from '#libs/queue';
import { counted } from '../maintenance/data-dir.js';
import type { Finding } from './finding.js';

export function checkJobs(dataDir: string): Finding[] {
  const { pending, dead } = inspectJobs(dataDir);
  const findings: Finding[] = [{ check: 'jobs', level: 'ok', message: `${counted(pending, 'job')} to do` }];
  for (const { name, code, count } of dead) {
    findings.push({
      check: 'jobs',
      level: 'warning',
      message: `${counted(count, 'job')} given up: ${name} (${code})`,
      advice: 'Remove the cause and run them again on the board of jobs (/admin/jobs).',
    });
  }
  return findings;
}
