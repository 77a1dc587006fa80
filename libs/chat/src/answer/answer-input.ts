/** A turn of a conversation, as evidence. Plain data: it crosses threads. */
export interface EvidenceTurn {
  readonly segmentIds: readonly string[];
  /** Distinguishes voices within one conversation; never shown. */
  readonly speaker: string;
  /** Null when voices could not be told apart, so that anyone may be speaking. */
  readonly isUser: boolean | null;
  readonly text: string;
  /** Seconds since the conversation's start. */
  readonly start: number;
  readonly end: number;
  /** What was understood to rest on this turn: titles of appointments, descriptions of tasks; '' when nothing. */
  readonly noted: string;
  /** When the appointment begins that was agreed in this turn. */
  readonly eventAtMs: number | null;
}

/** A conversation that search brought up, with the turns around what was found. */
export interface EvidenceConversation {
  readonly conversationId: string;
  readonly title: string;
  readonly overview: string;
  readonly startedAtMs: number;
  readonly turns: readonly EvidenceTurn[];
}

/** A fact that holds now. */
export interface EvidenceMemory {
  readonly memoryId: string;
  readonly content: string;
  readonly conversationId: string | null;
  readonly learnedAtMs: number;
}

/** A task of the owner. */
export interface EvidenceTask {
  readonly description: string;
  readonly dueAtMs: number | null;
  readonly conversationId: string | null;
}

/** All that an answer may rest on. Lists are in order of relevance, best first; tasks by when they are due. */
export interface AnswerInput {
  readonly question: string;
  readonly askedAtMs: number;
  /** IANA name. */
  readonly timeZone: string;
  readonly conversations: readonly EvidenceConversation[];
  readonly memories: readonly EvidenceMemory[];
  readonly tasks: readonly EvidenceTask[];
}

/** Where a sentence of the answer comes from; indexes into the input. */
export type AnswerSource =
  | { readonly kind: 'turns'; readonly conversation: number; readonly first: number; readonly last: number }
  | { readonly kind: 'conversation'; readonly conversation: number }
  | { readonly kind: 'memory'; readonly memory: number };

export interface Answer {
  /** False: what was found does not answer the question; the text says so and there are no sources. */
  readonly known: boolean;
  /** `[n]` in it means `sources[n - 1]`. */
  readonly text: string;
  readonly sources: readonly AnswerSource[];
}
