import { CommandRunner, Command, Option, SubCommand } from 'nest-commander';
import type { AuditReport, FindingKind } from '#libs/memories';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor, counted } from '../maintenance/data-dir.js';

interface AuditOptions extends DataDirOptions {
  owner?: string;
  fix?: boolean;
  json?: boolean;
}

/** What each finding means, and what to do about what is left. */
const MEANINGS: Readonly<Record<FindingKind, string>> = {
  duplicate: 'say what another memory says',
  unsupported: 'rest on words that are not there',
  stale: 'may be out of date: nobody has mentioned them for long, or consolidation does not run',
  secret: 'hold a secret: delete them, or edit it out',
  self_fed: 'rest only on what a program said, or on another memory: review them',
};

/** What is likely right and only old needs nobody at once. */
const HARMLESS: readonly FindingKind[] = ['stale'];

@SubCommand({
  name: 'memories',
  arguments: '[account]',
  description:
    'Looks through the memories of an account (default: `me`) for duplicates, unsupported, stale and self-fed ones, and secrets. Names ids, ' +
    'never words. Ends with 1 when something needs you. On the embedded profile the server must be stopped.',
})
export class AuditMemoriesCommand extends DataDirCommand {
  async run([account = 'me']: string[], { dataDir, fix = false, json = false }: AuditOptions): Promise<void> {
    const { MemoryAudit } = await import('#libs/memories');
    const { withMaintenance } = await import('../maintenance/maintenance-context.js');
    const { ownerNamed } = await import('../maintenance/owner.js');
    const report = await withMaintenance(await configFor(dataDir), async (context) => {
      const { id } = await ownerNamed(context, account);
      return context.get(MemoryAudit).run(id, { fix });
    });
    const open = report.findings.filter(({ kind, fixable }) => !HARMLESS.includes(kind) && !(fix && fixable));
    const isWell = open.length === 0;
    process.stdout.write(json ? `${JSON.stringify({ ok: isWell, ...report }, null, 1)}\n` : textOf(report));
    if (!isWell) process.exitCode = 1;
  }

  @Option({
    flags: '-f, --fix',
    description:
      'joins duplicates with what they repeat, and lets go of evidence whose conversation was deleted; never touches what you wrote',
  })
  parseFix(): boolean {
    return true;
  }

  @Option({ flags: '-j, --json', description: 'for programs: { ok, figures, findings }' })
  parseJson(): boolean {
    return true;
  }
}

@Command({
  name: 'audit',
  description: 'Looks whether what is kept is right: mneme audit memories.',
  subCommands: [AuditMemoriesCommand],
})
export class AuditCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
  }
}

function textOf({ figures, findings }: AuditReport): string {
  const { memories, current, superseded, rejected, manual, awaitingReview, pending, withoutEvidence } =
    figures;
  const lines = [
    `${counted(memories, 'memory').replace('memorys', 'memories')}: ${current} current, ${superseded} replaced, ${rejected} rejected; ` +
      `${manual} written by the owner, ${awaitingReview} in the review queue, ${pending} not consolidated yet, ` +
      `${withoutEvidence} from before evidence was kept`,
    ...Object.entries(figures.findings).map(([kind, count]) => {
      const mark = count === 0 ? '✓' : HARMLESS.includes(kind as FindingKind) ? '!' : '✗';
      return `${mark} ${kind.padEnd(12)} ${String(count).padStart(5)}  ${MEANINGS[kind as FindingKind]}`;
    }),
    ...findings.map(
      ({ kind, memoryId, detail, fixable }) =>
        `  ${memoryId}  ${kind}: ${detail}${fixable ? ' (fixable)' : ''}`,
    ),
    figures.fixed > 0 ? `Put right: ${figures.fixed}.` : 'Nothing was changed.',
  ];
  return `${lines.join('\n')}\n`;
}
