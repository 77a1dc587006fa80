import { expect, vi } from 'vitest';
import { mneme } from './cli.js';

export interface Diagnosis {
  readonly code: number;
  readonly ok: boolean;
  readonly findings: readonly {
    readonly check: string;
    readonly level: 'ok' | 'warning' | 'problem';
    readonly message: string;
    readonly advice?: string;
  }[];
}

/** What `mneme doctor --json` says in an environment. */
export async function diagnose(env: Readonly<Record<string, string>>): Promise<Diagnosis> {
  const { code, said } = await mneme(['doctor', '--json'], env);
  return { ...(JSON.parse(said) as Omit<Diagnosis, 'code'>), code };
}

/** What it says of one thing. */
export function messagesOf({ findings }: Diagnosis, name: string): string[] {
  return findings.filter(({ check }) => check === name).map(({ message }) => message);
}

/** Waits until nothing is to be done now, and nothing needs anybody. Each look costs a process some seconds of a core. */
export async function untilQuiet(env: Readonly<Record<string, string>>): Promise<void> {
  await vi.waitFor(
    async () => {
      const diagnosis = await diagnose(env);
      expect(messagesOf(diagnosis, 'jobs')[0]).toMatch(/^0 jobs to do/);
      expect(diagnosis.findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    },
    { timeout: 60_000, interval: 1_500 },
  );
}

/** Waits until nothing is to be done later either but by timers, and all sound is stored, which takes as long as a device may come back. */
export async function untilFinished(env: Readonly<Record<string, string>>): Promise<void> {
  await vi.waitFor(
    async () => {
      const diagnosis = await diagnose(env);
      expect(messagesOf(diagnosis, 'jobs')[0]).toMatch(/^0 jobs to do, 0 for later, /);
      for (const message of messagesOf(diagnosis, 'unfinished recordings')) expect(message).toMatch(/^0 /);
    },
    { timeout: 240_000, interval: 4_000 },
  );
}
