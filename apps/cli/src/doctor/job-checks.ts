import { SystemClock } from '#libs/kernel';
import { inspectJobs, type DeadLetter, type JobQueue, type JobsInspection } from '#libs/queue';
import { counted } from '../maintenance/data-dir.js';
import { tallyOf } from '../maintenance/job-tally.js';
import type { Finding } from './finding.js';

/** More than these are counted, but not told apart. */
const MAX_DEAD_LETTERS = 1_000;

/** On the embedded profile: read from the data folder, whoever works on it. */
export function checkJobs(dataDir: string): Finding[] {
  return findingsOfJobs(inspectJobs(dataDir, new SystemClock().nowMs()));
}

/** On the cloud profile. Rejects when Redis cannot be reached. */
export async function checkQueue(queue: JobQueue): Promise<Finding[]> {
  const counts = await queue.countsByName();
  const dead = groupsOf(await queue.deadLetters(MAX_DEAD_LETTERS));
  return findingsOfJobs({ counts, dead });
}

function findingsOfJobs({ counts, dead }: JobsInspection): Finding[] {
  const { pending, delayed, timers } = tallyOf(counts);
  // A timer that has woken is work like any other.
  const toDo = counted(pending + timers.awake, 'job');
  const message = `${toDo} to do, ${delayed} for later, ${counted(timers.asleep, 'timer')}`;
  const findings: Finding[] = [{ check: 'jobs', level: 'ok', message }];
  for (const { name, code, count } of dead) {
    findings.push({
      check: 'jobs',
      level: 'warning',
      message: `${counted(count, 'job')} given up: ${name} (${code})`,
      advice:
        'Remove the cause and run them again: GET /v1/admin/jobs lists them, POST /v1/admin/jobs/dead/{id}/retry puts one back.',
    });
  }
  return findings;
}

function groupsOf(letters: readonly DeadLetter[]): JobsInspection['dead'] {
  const groups = new Map<string, { name: string; code: string; count: number }>();
  for (const { jobName: name, errorCode: code } of letters) {
    const key = `${name} ${code}`;
    groups.set(key, { name, code, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
