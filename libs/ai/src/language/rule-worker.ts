import { AppError } from '#libs/kernel';

/** One call of a rule module, as it crosses into the thread. */
export interface RuleCall {
  readonly module: string;
  readonly export: string;
  readonly input: unknown;
}

/** What comes back out of the thread. An AppError loses its class on the way, so its parts travel. */
export type RuleOutcome =
  { readonly output: unknown } | { readonly error: Pick<AppError, 'kind' | 'code' | 'message' | 'details'> };

/** The worker's only function: loads the module (once per thread, Node caches it) and calls the rules. */
export default async function runRules(call: RuleCall): Promise<RuleOutcome> {
  const loaded = (await import(call.module)) as Record<string, unknown>;
  const rules = loaded[call.export];
  if (typeof rules !== 'function') throw new TypeError(`No function ${call.export} in ${call.module}`);
  try {
    return { output: (rules as (input: unknown) => unknown)(call.input) };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    const { kind, code, message, details } = thrown;
    return { error: { kind, code, message, details } };
  }
}
