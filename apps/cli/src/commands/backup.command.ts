import { resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { Clock } from '#libs/kernel';
import { writeBackup, type BackupReport } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted, readableBytes, refuseCloud } from '../maintenance/data-dir.js';

interface BackupCommandOptions extends DataDirOptions {
  withoutSecrets?: boolean;
}

@Command({
  name: 'backup',
  arguments: '<folder>',
  description:
    'Copies everything into a folder, while the server runs or not. An older backup there is replaced when the new one is whole.',
})
export class BackupCommand extends DataDirCommand {
  constructor(private readonly clock: Clock) {
    super();
  }

  async run([folder]: string[], { dataDir, withoutSecrets = false }: BackupCommandOptions): Promise<void> {
    const config = await configFor(dataDir);
    refuseCloud(config, 'backup');
    const screen = new Screen(process.stdout);
    const report = await writeBackup({
      dataDir: config.storage.dataDir,
      target: resolve(folder!),
      withSecrets: !withoutSecrets,
      clock: this.clock,
      progress: (step) => screen.live(`${step} …`),
    });
    show(report, screen);
  }

  @Option({
    flags: '--without-secrets',
    description:
      'leaves secrets.json out: encrypted data and tokens are worthless without it, so keep it elsewhere',
  })
  parseWithoutSecrets(): boolean {
    return true;
  }
}

function show({ path, manifest, sizeBytes, missingRecordings }: BackupReport, screen: Screen): void {
  const { documents, recordings, unfinished_recordings: unfinished } = manifest.counts;
  screen.line(`Backed up and verified: ${path} (${readableBytes(sizeBytes)})`);
  screen.line(
    `  ${counted(documents, 'document')}, ${counted(recordings, 'recording')}, ${counted(unfinished, 'unfinished recording')}`,
  );
  screen.line(
    manifest.with_secrets
      ? '  It holds secrets.json: whoever has this folder can read everything. Keep it as safe as the server.'
      : '  Without secrets.json: what is encrypted can only be read with the one you keep elsewhere, and tokens are void.',
  );
  if (missingRecordings.length > 0) {
    screen.line(
      `  ${counted(missingRecordings.length, 'recording')} named by conversations were missing already. See: mneme doctor`,
    );
  }
  screen.line(`Restore it with: mneme restore ${path} --data-dir <empty folder>`);
}
