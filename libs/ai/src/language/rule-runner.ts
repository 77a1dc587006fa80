import { Piscina } from 'piscina';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AppError, builtModuleUrl } from '#libs/kernel';
import type { RuleModule } from './language-task.js';
import type { RuleCall, RuleOutcome } from './rule-worker.js';

/** Runs the rule-based half of a task. Input and output are plain data that structured clone can copy. */
export abstract class RuleRunner {
  /** Rejects with the signal's reason on abort, with an AppError of the rules as they threw it, else with `bug` RULES_FAILED. */
  abstract run(rules: RuleModule, input: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** In worker threads, so that heavy text work never holds up the event loop. Threads start when needed and end when idle. */
@Injectable()
export class PooledRules extends RuleRunner implements OnApplicationShutdown {
  private readonly pool = new Piscina<RuleCall, RuleOutcome>({
    filename: builtModuleUrl(import.meta.url, './rule-worker.js').href,
    minThreads: 0,
    maxThreads: 2,
    idleTimeout: 60_000,
    // Threads run compiled code: flags of the parent (a test runner's conditions and loaders) are not for them.
    execArgv: [],
  });

  override async run(rules: RuleModule, input: unknown, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const call: RuleCall = { module: rules.module.href, export: rules.export, input };
    const outcome = await this.pool.run(call, { signal: signal ?? null }).catch((error: unknown) => {
      signal?.throwIfAborted();
      throw rulesFailed(error);
    });
    return outcomeValue(outcome);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.destroy();
  }
}

/** In the calling thread, by the same worker code: for tools and tests where nothing else runs. */
export class InlineRules extends RuleRunner {
  override async run(rules: RuleModule, input: unknown, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const { default: runRules } = await import('./rule-worker.js');
    const call = { module: rules.module.href, export: rules.export, input: structuredClone(input) };
    return outcomeValue(await runRules(call));
  }
}

function outcomeValue(outcome: RuleOutcome): unknown {
  if ('output' in outcome) return outcome.output;
  const { kind, code, message, details } = outcome.error;
  throw new AppError(kind, code, message, details);
}

function rulesFailed(cause: unknown): AppError {
  return new AppError('bug', 'RULES_FAILED', 'The rules of a language task failed.', {}, { cause });
}
