import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './mneme-process.js';

const beside = join(PROJECT, '../shared/data');

/**
 * A folder of recorded speech and labelled dialogues that is not part of the project: `$MNEME_TEST_DATA`, or `shared/data` beside the
 * checkout. Undefined when it is not there; what needs it then skips with a notice.
 */
export function testDataFolder(part: 'audio' | 'dialogues'): string | undefined {
  const folder = join(process.env.MNEME_TEST_DATA ?? beside, part);
  return existsSync(folder) ? folder : undefined;
}

/** A file of that folder, found in the same way. */
export function testDataFile(name: string): string | undefined {
  const file = join(process.env.MNEME_TEST_DATA ?? beside, name);
  return existsSync(file) ? file : undefined;
}

/** Says loudly that something was not tested, and why. */
export function skipNotice(what: string): void {
  process.stderr.write(
    `\n!! SKIPPED: ${what} needs the folder named by MNEME_TEST_DATA, which is not there.\n\n`,
  );
}
