import { toAppError } from '#libs/kernel';
import type { RuleOutcome } from './rule-runner.js';

/** One call of a rule module, as it crosses into the thread. */
export interface RuleCall {
  readonly module: string;
  readonly export: string;
  readonly input: unknown;
}

/** The worker's only function: loads the module (once per thread, Node caches it) and calls the rules. */
export default async function runRules(call: RuleCall): Promise<RuleOutcome> {
  try {
    const loaded = (await import(call.module)) as Record<string, unknown>;
    const rules = loaded[call.export];
    if (typeof rules !== 'function') throw new TypeError(`No function ${call.export} in ${call.module}`);
    return { output: (rules as (input: unknown) => unknown)(call.input) };
  } catch (thrown) {
    const { kind, code, message, details } = toAppError(thrown);
    return { error: { kind, code, message, details } };
  }
}
