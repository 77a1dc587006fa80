import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT } from './mneme-process.js';

export interface CliResult {
  readonly code: number;
  /** What it wrote to both streams. */
  readonly said: string;
}

/** The code of a command that was killed. */
export const KILLED = -1;

/** Runs the built command line tool as a user does, without a terminal; ends it with SIGKILL when it has run `killAfterMs`. */
export function mneme(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  killAfterMs = 0,
): Promise<CliResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(PROJECT, 'dist/apps/cli/src/main.js'), ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => void (said += chunk.toString('utf8')));
    }
    child.once('error', reject);
    const timer = killAfterMs > 0 ? setTimeout(() => child.kill('SIGKILL'), killAfterMs) : undefined;
    child.once('exit', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? KILLED, said });
    });
  });
}

/** As `mneme`, for what must succeed. */
export async function mnemeDoes(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, said } = await mneme(args, env);
  if (code !== 0) throw new Error(`mneme ${args.join(' ')} ended with ${code}:\n${said}`);
  return said;
}
