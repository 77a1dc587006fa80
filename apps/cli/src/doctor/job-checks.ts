import { SystemClock } from '#libs/kernel';
import { inspectJobs } from '#libs/queue';
import { counted } from '../maintenance/data-dir.js';
import type { Finding } from './finding.js';

export function checkJobs(dataDir: string): Finding[] {
  const { pending, delayed, dead } = inspectJobs(dataDir, new SystemClock().nowMs());
  const message = `${counted(pending, 'job')} to do, ${delayed} for later`;
  const findings: Finding[] = [{ check: 'jobs', level: 'ok', message }];
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
