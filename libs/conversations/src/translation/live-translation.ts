import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppEventBus, type AppEvents } from '#libs/contracts';
import { Clock, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { TranslationRequests } from './translation-requests.js';

/** A segment that was quiet for this long has come to a rest: translating it sooner would be translating it twice. */
export const REST_MS = 1_000;
/** Somebody who speaks without a pause is translated this often all the same. */
export const MAX_WAIT_MS = 5_000;

interface Waiting {
  readonly event: AppEvents['segments.stored'];
  readonly sinceMs: number;
  readonly cancel: Cancel;
}

/**
 * Has conversations translated while they go on. Forgets nothing for good: what a crash makes it forget is translated with the next words,
 * or when the conversation is processed.
 */
@Injectable()
export class LiveTranslation implements OnModuleInit, OnApplicationShutdown {
  /** By conversation: those in which somebody spoke within the last seconds. */
  private readonly waiting = new Map<string, Waiting>();
  private stopListening: Cancel[] = [];

  constructor(
    private readonly requests: TranslationRequests,
    private readonly events: AppEventBus,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.stopListening = [
      this.events.on('segments.stored', (event) => this.take(event)),
      this.events.on('conversation.processing-started', ({ conversationId }) => this.request(conversationId)),
    ];
  }

  onApplicationShutdown(): void {
    for (const stop of this.stopListening) stop();
    for (const { cancel } of this.waiting.values()) cancel();
    this.waiting.clear();
  }

  private take(event: AppEvents['segments.stored']): void {
    const { conversationId, language } = event;
    if (!this.requests.isPossible(language)) return;
    const nowMs = this.clock.monotonicMs();
    const known = this.waiting.get(conversationId);
    known?.cancel();
    const sinceMs = known?.sinceMs ?? nowMs;
    const delayMs = Math.max(0, Math.min(REST_MS, sinceMs + MAX_WAIT_MS - nowMs));
    const cancel = this.clock.after(delayMs, () => this.request(conversationId));
    this.waiting.set(conversationId, { event, sinceMs, cancel });
  }

  private request(conversationId: string): void {
    const known = this.waiting.get(conversationId);
    if (!known) return;
    known.cancel();
    this.waiting.delete(conversationId);
    const { ownerId, language } = known.event;
    this.requests.put(ownerId, conversationId, language).catch((thrown: unknown) => this.failed(thrown));
  }

  private failed(thrown: unknown): void {
    const { code, kind } = toAppError(thrown);
    this.log.warn('a translation was not put in', { 'error.code': code, 'error.kind': kind });
  }
}
