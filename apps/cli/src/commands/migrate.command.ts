import { Command, CommandRunner, Option } from 'nest-commander';
import { AppError } from '#libs/kernel';
import { Screen } from '../demo/screen.js';
import { counted } from '../maintenance/data-dir.js';

const PROFILES = ['embedded', 'cloud'] as const;
type Profile = (typeof PROFILES)[number];

interface MigrateOptions {
  from?: Profile;
  to?: Profile;
}

@Command({
  name: 'migrate',
  description:
    'Copies everything of every account from one profile to the other and compares both sides. Stop every server first. Run it again when ' +
    'it was cut off. The environment must hold what both profiles need.',
})
export class MigrateCommand extends CommandRunner {
  async run(_: string[], { from, to }: MigrateOptions): Promise<void> {
    if (!from || !to || from === to) {
      throw new AppError(
        'invalid',
        'PROFILES_MISSING',
        'Say which way: mneme migrate --from embedded --to cloud, or --from cloud --to embedded.',
      );
    }
    const screen = new Screen(process.stdout);
    const { migrateProfiles } = await import('../maintenance/profile-migration.js');
    const { digest, written, jobs, timers, deadLetters } = await migrateProfiles(from, to, (done) =>
      screen.live(done),
    );
    screen.line(`Everything is on the ${to} profile, counted and compared (${written} written in this run):`);
    for (const [name, { count, sha256 }] of digest) {
      screen.line(`  ${name.padEnd(24)} ${String(count).padStart(9)}  ${sha256.slice(0, 16)}`);
    }
    if (deadLetters > 0) screen.line(`${counted(deadLetters, 'job')} that had been given up stay behind.`);
    screen.line(`Search follows: ${counted(jobs, 'job')} for the first start of the server.`);
    if (timers > 0) screen.line(`Armed again: ${counted(timers, 'timer')}.`);
    screen.line(`Now set STORAGE_PROFILE=${to}, start the server, and make new tokens with mneme token.`);
    screen.line(`The ${from} side is unchanged: delete it when you are content.`);
  }

  @Option({ flags: '-f, --from <profile>', description: 'embedded or cloud' })
  parseFrom(value: string): Profile {
    return profileOf(value);
  }

  @Option({ flags: '-t, --to <profile>', description: 'embedded or cloud' })
  parseTo(value: string): Profile {
    return profileOf(value);
  }
}

function profileOf(value: string): Profile {
  const profile = PROFILES.find((known) => known === value);
  if (profile) return profile;
  throw new AppError(
    'invalid',
    'PROFILE_UNKNOWN',
    `There is no profile ${value}; there are ${PROFILES.join(' and ')}.`,
  );
}
