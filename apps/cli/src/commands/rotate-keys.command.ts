import { Command, Option } from 'nest-commander';
import type { AppConfig } from '#libs/config';
import { AppError, Clock } from '#libs/kernel';
import { KeyRotation, SealedStorage, SecretFile } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';
import { withMaintenance } from '../maintenance/maintenance-context.js';

interface RotateKeysOptions extends DataDirOptions {
  dropOld?: boolean;
}

@Command({
  name: 'rotate-keys',
  description:
    'Makes a new master secret and encrypts everything with it. May be stopped at any time and run again. The server must be stopped.',
})
export class RotateKeysCommand extends DataDirCommand {
  private readonly screen = new Screen(process.stdout);

  constructor(private readonly clock: Clock) {
    super();
  }

  async run(_: string[], { dataDir, dropOld = false }: RotateKeysOptions): Promise<void> {
    const config = await configFor(dataDir);
    if (!dropOld && !(await this.isUnfinished(config))) await this.addSecret(config);
    await withMaintenance(config, async (context) => {
      const rotation = new KeyRotation(context.get(SealedStorage), this.clock);
      await this.rotate(rotation);
      await this.prove(rotation);
      if (dropOld) await this.drop(config, context.get(SecretFile));
    });
  }

  @Option({
    flags: '--drop-old',
    description:
      'forgets the older secrets, after proving that nothing is encrypted with them; makes no new one',
  })
  parseDropOld(): boolean {
    return true;
  }

  private isUnfinished(config: AppConfig): Promise<boolean> {
    return withMaintenance(config, (context) =>
      new KeyRotation(context.get(SealedStorage), this.clock).isUnfinished(),
    );
  }

  /** Secrets that are given from outside are changed outside. */
  private async addSecret(config: AppConfig): Promise<void> {
    await withMaintenance(config, async (context) => {
      if (config.masterSecret === null) return context.get(SecretFile).addMaster(this.clock.now());
      if (context.get(SealedStorage).masters.hasOld) return;
      throw new AppError(
        'invalid',
        'SECRET_NOT_CHANGED',
        'Put the present MASTER_SECRET into MASTER_SECRET_PREVIOUS and a new one in its place, everywhere, then run this again.',
      );
    });
  }

  private async rotate(rotation: KeyRotation): Promise<void> {
    const done = await rotation.run(({ owners, documents, blobs }) =>
      this.screen.live(
        `${counted(owners, 'owner')}, ${counted(documents, 'document')}, ${counted(blobs, 'file')} …`,
      ),
    );
    this.screen.line(
      `Encrypted anew: ${counted(done.documents, 'document')} and ${counted(done.blobs, 'file')} of ${counted(done.owners, 'owner')}.`,
    );
  }

  private async prove(rotation: KeyRotation): Promise<void> {
    const { documents, blobs } = await rotation.oldKeyUse();
    if (documents + blobs === 0) {
      this.screen.line('Verified: nothing is encrypted with an older secret any more.');
      return;
    }
    throw new AppError(
      'conflict',
      'OLD_KEYS_IN_USE',
      `${counted(documents, 'document')} and ${counted(blobs, 'file')} are still encrypted with an older secret. Run this again.`,
      { documents, blobs },
    );
  }

  private async drop(config: AppConfig, secrets: SecretFile): Promise<void> {
    if (config.masterSecret !== null) {
      this.screen.line('The older secrets may be taken out of MASTER_SECRET_PREVIOUS now.');
      return;
    }
    const dropped = await secrets.dropOldMasters();
    this.screen.line(
      `Forgotten: ${counted(dropped, 'older secret')}. Backups made with them need their own secrets.json.`,
    );
  }
}
