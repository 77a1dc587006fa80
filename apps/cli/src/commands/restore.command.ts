import { resolve } from 'node:path';
import { Command } from 'nest-commander';
import { restoreBackup } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted, refuseCloud } from '../maintenance/data-dir.js';

@Command({
  name: 'restore',
  arguments: '<backup>',
  description:
    'Makes a data folder, new or empty, of a backup. Checks every byte, and never writes over anything.',
})
export class RestoreCommand extends DataDirCommand {
  async run([backup]: string[], { dataDir }: DataDirOptions): Promise<void> {
    const config = await configFor(dataDir);
    refuseCloud(config, 'restore');
    const screen = new Screen(process.stdout);
    const target = config.storage.dataDir;
    const manifest = await restoreBackup({
      backup: resolve(backup!),
      dataDir: target,
      progress: (step) => screen.live(`${step} …`),
    });
    const { documents, recordings } = manifest.counts;
    screen.line(`Restored and verified: ${target}`);
    screen.line(
      `  as it was on ${manifest.created_at}: ${counted(documents, 'document')}, ${counted(recordings, 'recording')}`,
    );
    if (!manifest.with_secrets) {
      screen.line(`  The backup has no secrets.json. Put yours into ${target} before the first start.`);
    }
    screen.line(`Start the server on it with: DATA_DIR=${target} npm start`);
  }
}
