import type { z } from 'zod';
import type { CallMeter } from './call-meter.js';

export interface PromptMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
  /** Pictures that the content is about, only for a model that sees them (`LanguageModel.seesImages`). */
  readonly images?: readonly PromptImage[];
}

export interface PromptImage {
  readonly mediaType: 'image/jpeg';
  readonly base64: string;
}

/** Where a worker thread finds the rule-based answer: `export`ed by `module` as `(input) => output`, pure and synchronous. */
export interface RuleModule {
  readonly module: URL;
  readonly export: string;
}

export interface TaskLimits {
  /** Of the answer. */
  readonly maxOutputTokens: number;
  /** Model calls per run, a repair included. */
  readonly attempts: number;
  readonly timeoutMs: number;
}

/**
 * One thing that a language model does. Works without a model through `rules`, which also answer when the model fails for good;
 * so every feature works without a key, and every task can be evaluated alone, with and without a model.
 */
export interface LanguageTask<Input, Output> {
  /** Stable, `noun.verb`; names the task in metrics and evaluations. */
  readonly key: string;
  /** Changes with the prompt; goes into metrics. */
  readonly promptVersion: string;
  readonly output: z.ZodType<Output>;
  readonly limits: TaskLimits;
  /**
   * What was said is fenced as data in a `user` message; instructions are in `system`. What is the same for many calls comes first, so that
   * a server which remembers the beginnings of prompts reads it once.
   */
  prompt(input: Input): PromptMessage[];
  readonly rules: RuleModule;
  /** Checks that a schema cannot express (ids exist, quotes stand in the transcript); drops what fails. Runs on either answer. */
  refine?(output: Output, input: Input): Output;
}

export interface TaskAnswer<Output> {
  readonly output: Output;
  readonly answeredBy: 'model' | 'rules';
}

/** Runs tasks. Never throws for a model's failure: the rules answer then. Throws what the rules throw, and on abort. */
export abstract class LanguageModel {
  /** Whether a chat model is configured. */
  abstract readonly available: boolean;
  /** Whether that model can be asked about pictures. */
  abstract readonly seesImages: boolean;
  /** Tokens that prompt and answer may have together; null: as many as there are, nothing is sent anywhere. */
  abstract readonly contextTokens: number | null;
  abstract run<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
    signal?: AbortSignal,
    meter?: CallMeter,
  ): Promise<TaskAnswer<Output>>;
}
