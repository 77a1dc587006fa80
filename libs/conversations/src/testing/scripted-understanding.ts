import type { ActionItem, RelevanceDecision, Structured, TranscriptInput } from '#libs/contracts';
import { ConversationUnderstanding, type Understood } from '../understanding/conversation-understanding.js';

/** Understands what it was told to: every conversation is kept and has one task, unless a test says otherwise. */
export class ScriptedUnderstanding extends ConversationUnderstanding {
  verdict: RelevanceDecision['verdict'] = 'keep';
  /** Thrown by the next calls of `structure`, one each. */
  readonly failures: Error[] = [];
  /** How often each stage was really run. */
  readonly calls = { relevance: 0, structure: 0 };
  task = 'Send the report';

  constructor() {
    super({
      available: false,
      seesImages: false,
      contextTokens: null,
      run: () => Promise.reject(new Error('not used')),
    });
  }

  override relevance(): Promise<RelevanceDecision> {
    this.calls.relevance += 1;
    return Promise.resolve({ verdict: this.verdict, decided_by: 'rules', reason: 'scripted' });
  }

  override async structure(input: TranscriptInput): Promise<Understood> {
    this.calls.structure += 1;
    await Promise.resolve();
    const failure = this.failures.shift();
    if (failure) throw failure;
    const segmentIds = input.turns[0]?.segmentIds ?? [];
    const structured: Structured = {
      title: 'A Talk',
      overview: [...input.turns.map((turn) => turn.text), ...(input.photos ?? [])].join(' '),
      emoji: '🧠',
      category: 'other',
      action_items: segmentIds.length > 0 ? [this.item(segmentIds)] : [],
      events: [],
    };
    return { structured, retrieval: { people: [], topics: [], entities: [], dates: [] }, folderId: null };
  }

  private item(segmentIds: readonly string[]): ActionItem {
    return {
      description: this.task,
      completed: false,
      created_at: null,
      updated_at: null,
      due_at: null,
      completed_at: null,
      conversation_id: null,
      source_segment_ids: [...segmentIds],
    };
  }
}
