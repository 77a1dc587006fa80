import type { INestApplicationContext } from '@nestjs/common';
import { SearchRebuild } from '#libs/accounts';
import { readConfig, type AppConfig } from '#libs/config';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { migrateStorage, SealedStorage, type MigrationReport } from '#libs/storage';
import { CaptureLogs } from '#libs/transcription';
import { withMaintenance } from './maintenance-context.js';

export interface ProfileMigration extends MigrationReport {
  /** Put in at the destination, to write search. */
  readonly jobs: number;
  /** Left behind. */
  readonly deadLetters: number;
}

/** Opens both profiles side by side; on the embedded one that alone keeps servers out. */
export async function migrateProfiles(
  from: AppConfig['storage']['profile'],
  to: AppConfig['storage']['profile'],
  progress: (done: string) => void,
): Promise<ProfileMigration> {
  const [source, destination] = await Promise.all(
    [from, to].map((profile) => readConfig(undefined, { STORAGE_PROFILE: profile })),
  );
  return withMaintenance(source!, async (left) => {
    const deadLetters = await refuseUnfinished(left);
    return withMaintenance(destination!, async (right) => moved(left, right, { deadLetters, progress }), {
      makesFolder: true,
    });
  });
}

async function moved(
  left: INestApplicationContext,
  right: INestApplicationContext,
  { deadLetters, progress }: { deadLetters: number; progress: (done: string) => void },
): Promise<ProfileMigration> {
  const report = await migrateStorage({
    from: left.get(SealedStorage),
    to: right.get(SealedStorage),
    clock: right.get(Clock),
    progress,
  });
  const rebuild = right.get(SearchRebuild);
  let jobs = 0;
  for await (const owner of rebuild.owners()) jobs += await rebuild.request(owner);
  return { ...report, jobs, deadLetters };
}

/** Work and sound that no document holds would be left behind. Answers how many jobs are given up already. */
async function refuseUnfinished(context: INestApplicationContext): Promise<number> {
  const { waiting, delayed, active, dead } = await context.get(JobQueue).counts();
  const pending = waiting + delayed + active;
  let recordings = 0;
  for await (const log of context.get(CaptureLogs).list()) if (log.positionMs > 0) recordings += 1;
  if (pending === 0 && recordings === 0) return dead;
  throw new AppError(
    'conflict',
    'WORK_WAITS',
    `The source still has ${pending} jobs (${delayed} of them for later) and ${recordings} unfinished recordings. Start its server without ` +
      'devices, wait some minutes until mneme doctor counts none of them, stop it, and run this again.',
    { pending, recordings },
  );
}
