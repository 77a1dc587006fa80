import { resolve } from 'node:path';
import { Command, Option } from 'nest-commander';
import { BlobStore, DocumentStore, exportOwner } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';

interface ExportCommandOptions extends DataDirOptions {
  owner?: string;
}

@Command({
  name: 'export',
  arguments: '<folder>',
  description:
    'Writes everything of one account as JSON Lines and sound files, decrypted, for any program to read (docs/export-format.md). ' +
    'On the embedded profile the server must be stopped.',
})
export class ExportCommand extends DataDirCommand {
  async run([folder]: string[], { dataDir, owner = 'me' }: ExportCommandOptions): Promise<void> {
    const screen = new Screen(process.stdout);
    const { withMaintenance } = await import('../maintenance/maintenance-context.js');
    const { ownerNamed } = await import('../maintenance/owner.js');
    const target = resolve(folder!);
    const manifest = await withMaintenance(await configFor(dataDir), async (context) => {
      const { id } = await ownerNamed(context, owner);
      return exportOwner(
        { documents: context.get(DocumentStore), blobs: context.get(BlobStore) },
        { ownerId: id, target, progress: (done) => screen.live(done) },
      );
    });
    screen.line(`Exported to ${target}. It is not encrypted: keep it where only you can read it.`);
    for (const { path, lines } of manifest.files) screen.line(`  ${path}: ${counted(lines, 'line')}`);
    screen.line('Sound that no conversation is finished for yet stays on the server.');
    screen.line(`Bring it to another server with: mneme import ${target} --owner me`);
  }

  @Option({
    flags: '-o, --owner <account>',
    description: 'an account’s id, or `me`, the owner of the server (default)',
  })
  parseOwner(value: string): string {
    return value;
  }
}
