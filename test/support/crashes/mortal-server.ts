import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MnemeProcess, PROJECT } from '../mneme-process.js';
import { fetchAs, until, type RecordedOwner } from './recorded-owner.js';

const PRELOADED = pathToFileURL(join(PROJECT, 'test/support/crashes/die-at-step.mjs')).href;

export interface Mortality {
  /** Dies after this durable step, counted from `countSteps` on; immortal when absent. */
  readonly dieAtStep?: number;
  /** Counts from its start. */
  readonly fromStart?: boolean;
}

/** Starts the built server so that it dies where it is told to; what it is made of is untouched. */
export function launchMortal(
  options: { dataDir: string; env: Record<string, string> },
  { dieAtStep, fromStart }: Mortality,
): Promise<MnemeProcess> {
  return MnemeProcess.launch({
    ...options,
    env: {
      ...options.env,
      NODE_OPTIONS: `--import=${PRELOADED}`,
      ...(dieAtStep === undefined ? {} : { DIE_AT_STEP: String(dieAtStep) }),
      ...(fromStart ? { DIE_FROM_START: '1' } : {}),
    },
  });
}

/** Counts from here on; answers how many steps there were since the last time. */
export async function countSteps(server: MnemeProcess): Promise<number> {
  const told = /^steps: (\d+)$/gm;
  const before = server.said.match(told)?.length ?? 0;
  server.child.kill('SIGWINCH');
  await until(() => (server.said.match(told)?.length ?? 0) > before, 'the steps are counted');
  return Number([...server.said.matchAll(told)].at(-1)![1]);
}

/** What the server was doing when it died; null while it lives, and when something else killed it. */
export function causeOfDeath(server: MnemeProcess): string | null {
  return /^died after (step .*)$/m.exec(server.said)?.[1] ?? null;
}

/** Everything that follows from the end of the conversation is done, and nothing else is. Rejects when it never comes to that. */
export async function settled(server: MnemeProcess, owner: RecordedOwner): Promise<void> {
  const path = `/v1/conversations/${owner.conversationId}/finalization`;
  const get = async <T>(from: string, token: string) =>
    (await (await fetchAs(server, token, from)).json()) as T;
  await until(
    async () => (await get<{ terminal: boolean }>(path, owner.token)).terminal,
    'the conversation is processed',
  );
  await until(async () => {
    const { jobs } = await get<{ jobs: { waiting: number; active: number }[] }>(
      '/v1/admin/jobs',
      server.token,
    );
    return jobs.every(({ waiting, active }) => waiting + active === 0);
  }, 'no job waits');
}
