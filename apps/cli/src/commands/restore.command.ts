import { resolve } from 'node:path';
import { Command, CommandRunner, Option } from 'nest-commander';
import { restoreBackup } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { configFor, counted, refuseCloud } from '../maintenance/data-dir.js';

interface RestoreCommandOptions {
  dataDir?: string;
}

@Command({
  name: 'restore',
  arguments: '<backup>',
  description: 'Makes a data folder of a backup. Checks every byte, and never writes over anything.',
})
export class RestoreCommand extends CommandRunner {
  async run([backup]: string[], { dataDir }: RestoreCommandOptions): Promise<void> {
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

  @Option({ flags: '-d, --data-dir <folder>', description: 'an empty or new folder (default: DATA_DIR)' })
  parseDataDir(value: string): string {
    return value;
  }
}
