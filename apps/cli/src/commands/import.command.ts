import { resolve } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { Command, Option } from 'nest-commander';
import { OwnerBootstrap, OwnerTimers, SearchRebuild } from '#libs/accounts';
import { BlobStore, DocumentStore, importOwner } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';

interface ImportCommandOptions extends DataDirOptions {
  owner?: string;
  replace?: boolean;
}

@Command({
  name: 'import',
  arguments: '<folder>',
  description:
    'Gives an export to an account of this server. Checks every line before it writes the first; run it again when it was cut off. ' +
    'On the embedded profile the server must be stopped.',
})
export class ImportCommand extends DataDirCommand {
  async run(
    [folder]: string[],
    { dataDir, owner = 'me', replace = false }: ImportCommandOptions,
  ): Promise<void> {
    const screen = new Screen(process.stdout);
    const { withMaintenance } = await import('../maintenance/maintenance-context.js');
    const work = async (context: INestApplicationContext) => {
      const ownerId = await accountOf(context, owner);
      const report = await importOwner(
        { documents: context.get(DocumentStore), blobs: context.get(BlobStore) },
        { source: resolve(folder!), ownerId, replace, progress: (done) => screen.live(done) },
      );
      const jobs = await context.get(SearchRebuild).request(ownerId);
      await context.get(OwnerTimers).rearm(ownerId);
      const { documents, recordings, unchanged } = report;
      screen.line(
        `Imported ${counted(documents, 'document')} and ${counted(recordings, 'recording')} for ${ownerId}; ${unchanged} of these were here already.`,
      );
      screen.line(`Search follows: ${counted(jobs, 'job')} for the running server, or its next start.`);
    };
    await withMaintenance(await configFor(dataDir), work, { makesFolder: true });
  }

  @Option({
    flags: '-o, --owner <account>',
    description: 'whose it becomes: an account’s id, or `me`, the owner of the server (default)',
  })
  parseOwner(value: string): string {
    return value;
  }

  @Option({ flags: '-r, --replace', description: 'overwrites what is here and differs; nothing is deleted' })
  parseReplace(): boolean {
    return true;
  }
}

/** A server that was never started gets its owner now. */
async function accountOf(context: INestApplicationContext, owner: string): Promise<string> {
  if (owner === 'me') return (await context.get(OwnerBootstrap).ensureOwner()).uid;
  const { ownerNamed } = await import('../maintenance/owner.js');
  return (await ownerNamed(context, owner)).id;
}
