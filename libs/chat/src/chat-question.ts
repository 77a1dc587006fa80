/** Limits a question to one conversation or to conversations that began in a range; tools cannot reach beyond it. */
export interface ChatScope {
  readonly conversationId?: string;
  /** Epoch milliseconds, both included. */
  readonly fromMs?: number;
  readonly toMs?: number;
}

export interface ChatQuestion {
  /** As a person typed it. */
  readonly text: string;
  /** IANA name; the owner's own when absent. */
  readonly timeZone?: string;
  readonly scope?: ChatScope;
}
