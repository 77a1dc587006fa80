import { Command, Option } from 'nest-commander';
import { SearchRebuild } from '#libs/accounts';
import { AppError } from '#libs/kernel';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';

interface ReindexOptions extends DataDirOptions {
  all?: boolean;
}

@Command({
  name: 'reindex',
  arguments: '[account]',
  description:
    'Drops search by words and by meaning and has it made anew from the documents: after another model for meanings was chosen, or when ' +
    'doctor finds it incomplete. On the embedded profile the server must be stopped.',
})
export class ReindexCommand extends DataDirCommand {
  async run([account]: string[], { dataDir, all = false }: ReindexOptions): Promise<void> {
    if (all === (account !== undefined)) {
      throw new AppError('invalid', 'ACCOUNT_MISSING', 'Name an account’s id, or `me`, or say --all.');
    }
    const screen = new Screen(process.stdout);
    const { withMaintenance } = await import('../maintenance/maintenance-context.js');
    const { ownerNamed } = await import('../maintenance/owner.js');
    await withMaintenance(await configFor(dataDir), async (context) => {
      const rebuild = context.get(SearchRebuild);
      const owners = all ? rebuild.owners() : [(await ownerNamed(context, account!)).id];
      let dropped = 0;
      let jobs = 0;
      for await (const owner of owners) {
        dropped += await rebuild.drop(owner);
        jobs += await rebuild.request(owner);
        screen.live(`${counted(jobs, 'job')} put in`);
      }
      screen.line(`Dropped ${dropped} entries of search. ${counted(jobs, 'job')} write them anew.`);
      screen.line(
        'The running server, or its next start, does them; mneme doctor says when nothing is missing.',
      );
    });
  }

  @Option({ flags: '-a, --all', description: 'of all accounts' })
  parseAll(): boolean {
    return true;
  }
}
