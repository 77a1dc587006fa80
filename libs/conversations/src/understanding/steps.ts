import { type CallMeter } from '#libs/ai';

/** What is asked of the model in one step of processing, under the step's meter. */
export type StepWork<Output> = (meter: StepMeter | undefined) => Promise<Output>;

/** A meter that may also note what the model was not asked for. */
export interface StepMeter extends CallMeter {
  /** So many parts of a conversation were too many for the model: the rules read them. */
  leftOut?(taskKey: string, parts: number): Promise<void>;
}

/** Runs a step: once, whatever happens, where somebody keeps count; just so where nobody does. */
export type StepRunner = <Output>(step: string, work: StepWork<Output>) => Promise<Output>;

/** How something is asked. */
export interface Asking {
  readonly signal?: AbortSignal | undefined;
  readonly runStep?: StepRunner;
}

/** Steps that nobody counts: for evaluations. */
export const uncounted: StepRunner = (_, work) => work(undefined);
