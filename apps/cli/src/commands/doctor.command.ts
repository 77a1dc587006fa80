import { Command, Option } from 'nest-commander';
import type { Finding } from '../doctor/finding.js';
import { DataDirCommand, type DataDirOptions } from '../maintenance/data-dir.command.js';
import { configFor } from '../maintenance/data-dir.js';

interface DoctorOptions extends DataDirOptions {
  json?: boolean;
}

const MARKS = { ok: '✓', warning: '!', problem: '✗' } as const;

@Command({
  name: 'doctor',
  description:
    'Looks whether everything is in order, while the server runs or not, and changes nothing. Ends with 1 when something needs you.',
})
export class DoctorCommand extends DataDirCommand {
  async run(_: string[], { dataDir, json = false }: DoctorOptions): Promise<void> {
    const { examine } = await import('../doctor/doctor.js');
    const findings = await examine(await configFor(dataDir));
    const isWell = findings.every(({ level }) => level !== 'problem');
    process.stdout.write(json ? `${JSON.stringify({ ok: isWell, findings }, null, 1)}\n` : textOf(findings));
    if (!isWell) process.exitCode = 1;
  }

  @Option({
    flags: '-j, --json',
    description: 'for programs: { ok, findings: [{ check, level, message, advice? }] }',
  })
  parseJson(): boolean {
    return true;
  }
}

function textOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, level, message, advice }) => [
    `${MARKS[level]} ${check.padEnd(width)}  ${message}`,
    ...(advice === undefined ? [] : [`  ${' '.repeat(width)}  → ${advice}`]),
  ]);
  const problems = findings.filter(({ level }) => level === 'problem').length;
  return `${lines.join('\n')}\n\n${problems === 0 ? 'All is well.' : `${problems} of these need you.`}\n`;
}
