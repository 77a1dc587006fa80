import type { Message } from '#libs/contracts';
import type { CitationRegistry } from '../citations/citation-registry.js';
import type { TurnEvidence } from '../evidence/turn-evidence.js';

/** What one turn of the chat is about: fixed before the graph starts, the same for all nodes. */
export interface ChatTurn {
  /** Who asks, and on whose account. */
  readonly ownerId: string;
  readonly question: string;
  readonly askedAtMs: number;
  /** IANA name. */
  readonly timeZone: string;
  readonly ownerName: string | null;
  /** Earlier messages, oldest first. */
  readonly history: readonly Pick<Message, 'sender' | 'text'>[];
  /** Reads the owner's stores and nobody else's. */
  readonly evidence: TurnEvidence;
  readonly citations: CitationRegistry;
}

/** `simple`: small talk. `agent`: the model with tools. `extractive`: quotes, without a model. */
export type ChatRoute = 'simple' | 'agent' | 'extractive';
