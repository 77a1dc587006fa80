import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import type { Message, ResponseMessage } from '#libs/contracts';
import { Clock, newId } from '#libs/kernel';
import { errorFields, Log } from '#libs/observability';
import type { ChatFrame } from './chat-frame.js';
import type { ChatQuestion } from './chat-question.js';
import { CitationRegistry } from './citations/citation-registry.js';
import { EvidenceStores } from './evidence/turn-evidence.js';
import type { ChatTurn } from './graph/chat-turn.js';
import { TurnRunner, type TurnResult } from './graph/turn-runner.js';
import { ChatHistory } from './messages/chat-history.js';
import { newMessage, type StoredMessage } from './messages/message-shape.js';
import { citedConversations, responseOf } from './messages/message.rules.js';

/** Earlier messages that the model reads. Source: chat specification, A2.4. */
const HISTORY_WINDOW = 10;

const CUT_OFF = 'I am sorry, this took too long. Please ask again.';
const FAILED = 'I am sorry, something went wrong while I looked this up. Please ask again.';

/** Questions about one's own conversations, answered with citations. */
@Injectable()
export class ChatService {
  constructor(
    private readonly messages: ChatHistory,
    private readonly stores: EvidenceStores,
    private readonly runner: TurnRunner,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Answers a question. The question is stored before anything is looked up, the answer before `done`. When `signal` aborts, what was
   * streamed so far is stored as the answer and the stream ends. Throws only before the first frame: `unavailable` STORAGE_UNAVAILABLE.
   */
  async *ask(ownerId: string, question: ChatQuestion, signal: AbortSignal): AsyncGenerator<ChatFrame> {
    const startedMs = this.clock.monotonicMs();
    const turn = await this.openTurn(ownerId, question);
    const asked = newMessage({
      id: newId(),
      text: question.text,
      created_at: new Date(turn.askedAtMs),
      sender: 'human',
    });
    await this.messages.add(ownerId, asked);
    yield { kind: 'think', text: 'Thinking' };
    const result = yield* this.runner.run(turn, signal);
    this.record(result, this.clock.monotonicMs() - startedMs);
    if (signal.aborted && !result.answer.text) return;
    const response = await this.store(ownerId, turn, result);
    if (signal.aborted) return;
    if (result.ended !== 'answered' && !result.answer.text)
      yield { kind: 'error', text: result.error?.code ?? 'CHAT_TIMEOUT' };
    yield { kind: 'done', message: response };
  }

  /** Newest first. An empty chat begins with a greeting. */
  async history(ownerId: string, page: { limit: number; offset: number }): Promise<Message[]> {
    const messages = await this.messages.list(ownerId, page);
    return messages.length > 0 || page.offset > 0 ? messages : [await this.greet(ownerId)];
  }

  /** All of it one by one, newest first, without the cards of what it cites: for the owner's export. */
  all(ownerId: string): AsyncIterable<StoredMessage> {
    return this.messages.all(ownerId);
  }

  /** Forgets the whole chat, then greets. */
  async clear(ownerId: string): Promise<Message> {
    await this.messages.deleteAll(ownerId);
    return this.greet(ownerId);
  }

  private async openTurn(ownerId: string, question: ChatQuestion): Promise<ChatTurn> {
    const [zone, ownerName, history] = await Promise.all([
      question.timeZone ?? this.profile.timeZoneOf(ownerId),
      this.profile.nameOf(ownerId),
      this.messages.recent(ownerId, HISTORY_WINDOW),
    ]);
    return {
      ownerId,
      question: question.text,
      askedAtMs: this.clock.nowMs(),
      timeZone: zone,
      ownerName,
      history,
      evidence: this.stores.forTurn(ownerId, question.scope),
      citations: new CitationRegistry(),
    };
  }

  private async store(ownerId: string, turn: ChatTurn, result: TurnResult): Promise<ResponseMessage> {
    const { text, citations } = result.answer;
    const answer: StoredMessage = {
      ...newMessage({
        id: newId(),
        text: text || (result.ended === 'cut' ? CUT_OFF : FAILED),
        // Later than the question even when both fall into one millisecond, so that the order of the chat is certain.
        created_at: new Date(Math.max(this.clock.nowMs(), turn.askedAtMs + 1)),
        sender: 'ai',
      }),
      citations,
      memories_id: citedConversations(citations),
      answered_by: result.answeredBy,
    };
    const stored = await this.messages.addAnswer(ownerId, answer).catch((error: unknown) => {
      this.log.error('Chat answer could not be stored', errorFields(error));
      return this.messages.hydrated(ownerId, answer);
    });
    return responseOf(stored, result.ended === 'answered' && result.usedTools);
  }

  private async greet(ownerId: string): Promise<Message> {
    return this.messages.greet(ownerId, await this.profile.nameOf(ownerId));
  }

  private record({ ended, answeredBy, error }: TurnResult, durationMs: number): void {
    const fields = { 'task.answered_by': answeredBy, outcome: ended, duration_ms: Math.round(durationMs) };
    if (error)
      this.log.error('Chat turn failed', { ...fields, 'error.code': error.code, 'error.kind': error.kind });
    else this.log.info('Chat turn ended', fields);
  }
}
