import { createInterface } from 'node:readline/promises';
import { Command, Option } from 'nest-commander';
import { AccountDeletion, ClosedAccounts } from '#libs/accounts';
import { AppError } from '#libs/kernel';
import type { LifecycleReport } from '#libs/storage';
import { Screen } from '../demo/screen.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor } from '../maintenance/data-dir.js';

interface DeleteAccountOptions extends DataDirOptions {
  yes?: boolean;
}

@Command({
  name: 'delete-account',
  arguments: '[account]',
  description:
    'Deletes an account (default: the owner of the server) and everything stored for it, for good. The server must be stopped; a running ' +
    'one does the same on DELETE /v1/users/delete-account.',
})
export class DeleteAccountCommand extends DataDirCommand {
  async run([account = 'me']: string[], { dataDir, yes = false }: DeleteAccountOptions): Promise<void> {
    const screen = new Screen(process.stdout);
    const { withMaintenance } = await import('../maintenance/maintenance-context.js');
    const { ownerNamed } = await import('../maintenance/owner.js');
    await withMaintenance(await configFor(dataDir), async (context) => {
      const closed = context.get(ClosedAccounts);
      // A deletion that was cut off has taken the account away already.
      const id = (await closed.isClosed(account)) ? account : (await ownerNamed(context, account)).id;
      if (!yes) await confirm(id);
      const deletion = context.get(AccountDeletion);
      const removed = await deletion.purge(id);
      await deletion.finish(id);
      show(id, removed, screen);
    });
  }

  @Option({ flags: '-y, --yes', description: 'does not ask' })
  parseYes(): boolean {
    return true;
  }
}

async function confirm(id: string): Promise<void> {
  if (process.stdin.isTTY !== true) {
    throw new AppError(
      'invalid',
      'NOT_CONFIRMED',
      'Nothing was deleted. Say --yes to delete without being asked.',
    );
  }
  const dialog = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await dialog.question(
      `Everything of account ${id} is deleted for good: conversations, recordings, memories, tasks, chats.\nType DELETE to go on: `,
    );
    if (answer.trim() === 'DELETE') return;
  } finally {
    dialog.close();
  }
  throw new AppError('invalid', 'NOT_CONFIRMED', 'Nothing was deleted.');
}

function show(id: string, removed: readonly LifecycleReport[], screen: Screen): void {
  screen.line(`Account ${id} is deleted. Every store was searched afterwards and holds nothing of it.`);
  for (const { store, count } of removed) if (count > 0) screen.line(`  ${store}: ${count}`);
  screen.line('Backups and exports made earlier still hold it: delete them where you keep them.');
  screen.line('If it was the owner of the server, the next start makes a new one and prints its token.');
}
