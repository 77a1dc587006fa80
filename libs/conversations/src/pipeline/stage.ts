import type {
  Conversation,
  RelevanceDecision,
  RetrievalTerms,
  Structured,
  TranscriptInput,
} from '#libs/contracts';
import type { ConversationHead } from '../store/conversation-row.js';
import type { AppSummary } from '../app-summaries/summary-apps.js';
import type { PipelineRun } from './receipt.js';

/** What earlier stages found out. */
export interface Findings {
  readonly relevance?: RelevanceDecision;
  readonly structured?: Structured;
  /** What search finds it by besides its words. */
  readonly retrieval?: RetrievalTerms;
  /** The folder, of those that there were, that it belongs into; null or absent: nobody said. */
  readonly folderId?: string | null;
  /** Ids of apps whose summary suits it. Absent: apps had no turn. */
  readonly suggestedApps?: readonly string[];
  /** What the app wrote that was to; null: none was. */
  readonly appSummary?: (AppSummary & { readonly appId: string }) | null;
}

export interface StageContext {
  readonly run: PipelineRun;
  /** As it was when processing began, with what only the server knows of it. */
  readonly head: ConversationHead;
  /** The same as its owner sees it, with what was said. */
  readonly conversation: Conversation;
  readonly input: TranscriptInput;
  readonly findings: Findings;
  readonly signal: AbortSignal;
}

/** One step of processing: small, and safe to run twice. Its receipt keeps what it found, so a later attempt goes on behind it. */
export interface Stage {
  readonly name: string;
  run(context: StageContext): Promise<Findings>;
}
