import { Command, Option } from 'nest-commander';
import { DataProtection, OwnerBootstrap } from '#libs/accounts';
import { AppError } from '#libs/kernel';
import { PROTECTION_LEVELS, type ProtectionLevel } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';
import { withMaintenance } from '../maintenance/maintenance-context.js';

interface ProtectOptions extends DataDirOptions {
  level: ProtectionLevel;
  owner?: string;
}

@Command({
  name: 'protect',
  description:
    'Stores all data of an owner encrypted (enhanced) or in the open (standard), now and from now on. May be stopped at any time and run again. The server must be stopped.',
})
export class ProtectCommand extends DataDirCommand {
  async run(_: string[], { level, owner, dataDir }: ProtectOptions): Promise<void> {
    const screen = new Screen(process.stdout);
    await withMaintenance(await configFor(dataDir), async (context) => {
      const ownerId = owner ?? (await context.get(OwnerBootstrap).ensureOwner()).uid;
      const { documents, blobs } = await context
        .get(DataProtection)
        .finish(ownerId, level, (progress) =>
          screen.live(`${counted(progress.documents, 'document')}, ${counted(progress.blobs, 'file')} …`),
        );
      screen.line(
        `Stored at level ${level}: ${counted(documents, 'document')} and ${counted(blobs, 'file')}.`,
      );
      screen.line('Search by words is made again when the server runs.');
    });
  }

  @Option({ flags: '-l, --level <level>', description: 'enhanced or standard', required: true })
  parseLevel(value: string): ProtectionLevel {
    const level = PROTECTION_LEVELS.find((known) => known === value);
    if (level) return level;
    throw new AppError('invalid', 'LEVEL_UNKNOWN', `The level is one of ${PROTECTION_LEVELS.join(', ')}.`);
  }

  @Option({ flags: '-o, --owner <id>', description: 'whose data (default: the owner of the server)' })
  parseOwner(value: string): string {
    return value;
  }
}
