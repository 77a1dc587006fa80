import type { INestApplicationContext } from '@nestjs/common';
import { OwnerTimers, SearchRebuild } from '#libs/accounts';
import { readConfig, type AppConfig } from '#libs/config';
import { RecordingSessionRepository } from '#libs/conversations';
import { AppError, Clock } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { migrateStorage, SealedStorage, type MigrationReport } from '#libs/storage';
import { counted } from './data-dir.js';
import { tallyOf } from './job-tally.js';
import { withMaintenance } from './maintenance-context.js';

export interface ProfileMigration extends MigrationReport {
  /** Put in at the destination, to write search. */
  readonly jobs: number;
  /** Armed again at the destination: reminders, summaries of days and the like. */
  readonly timers: number;
  /** Left behind. */
  readonly deadLetters: number;
}

/** Opens both profiles side by side; on the embedded one that alone keeps servers out. */
export async function migrateProfiles(
  from: AppConfig['storage']['profile'],
  to: AppConfig['storage']['profile'],
  progress: (done: string) => void,
): Promise<ProfileMigration> {
  const [source, destination] = await Promise.all([from, to].map(configOf));
  return withMaintenance(source!, async (left) => {
    const deadLetters = await refuseUnfinished(left);
    return withMaintenance(destination!, async (right) => moved(left, right, { deadLetters, progress }), {
      makesFolder: true,
    });
  });
}

/**
 * What a profile alone would be told. The master secret of the environment is the cloud's: a data folder is written with the one it keeps
 * itself, so that it can be read without the environment of today, and read with either.
 */
async function configOf(profile: AppConfig['storage']['profile']): Promise<AppConfig> {
  const config = await readConfig(undefined, { STORAGE_PROFILE: profile });
  if (profile === 'cloud' || config.masterSecret === null) return config;
  const previousMasterSecrets = [...config.previousMasterSecrets, config.masterSecret];
  return { ...config, masterSecret: null, previousMasterSecrets };
}

async function moved(
  left: INestApplicationContext,
  right: INestApplicationContext,
  { deadLetters, progress }: { deadLetters: number; progress: (done: string) => void },
): Promise<ProfileMigration> {
  const rebuild = right.get(SearchRebuild);
  const ownerTimers = right.get(OwnerTimers);
  let jobs = 0;
  let timers = 0;
  const report = await migrateStorage({
    from: left.get(SealedStorage),
    to: right.get(SealedStorage),
    clock: right.get(Clock),
    progress,
    finish: async () => {
      for await (const owner of rebuild.owners()) {
        jobs += await rebuild.request(owner);
        timers += await ownerTimers.rearm(owner);
      }
    },
  });
  return { ...report, jobs, timers, deadLetters };
}

/**
 * Work, and sound in the folder of whichever server recorded it, would be left behind; timers are armed again at the destination. Answers how many jobs are given up already.
 */
async function refuseUnfinished(context: INestApplicationContext): Promise<number> {
  const { pending, delayed, dead } = tallyOf(await context.get(JobQueue).countsByName());
  const unfinished = pending + delayed;
  const recordings = await context.get(RecordingSessionRepository).countUnreleased();
  if (unfinished === 0 && recordings === 0) return dead;
  throw new AppError(
    'conflict',
    'WORK_WAITS',
    `The source still has ${counted(unfinished, 'job')} (${delayed} for later) and ${counted(recordings, 'unfinished recording')}. Start its server without ` +
      'devices, wait some minutes until mneme doctor counts none of them, stop it, and run this again.',
    { pending: unfinished, recordings },
  );
}
