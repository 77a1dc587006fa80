import type { CallMeter, LanguageModel } from '#libs/ai';
import type { AgentModel } from './agent-model.js';

/** What the nodes of a turn ask. */
export interface ChatGraphDeps {
  readonly model: AgentModel;
  readonly language: LanguageModel;
  /** The asking owner's. */
  readonly meter: CallMeter;
}
