import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { OwnerProfile, People } from '#libs/accounts';
import { AppEventBus, type AppEvents, type TranscriptSegment } from '#libs/contracts';
import { SerialQueue, toAppError, type Cancel } from '#libs/kernel';
import { Log } from '#libs/observability';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { findIntroduction, type SelfIntroduction } from './self-introduction.rules.js';

/** Segments that are remembered so that none is suggested twice, of all owners. */
const REMEMBERED = 1_000;
/** Introductions that wait; people introduce themselves seldom, so more than this means that something else is wrong. */
const MAX_WAITING = 100;

/**
 * Suggests who speaks when somebody says their own name. Suggestions only: words may be misheard, or be about somebody else. Adds a person
 * where the name is certain and the device allows it.
 */
@Injectable()
export class IntroductionListener implements OnModuleInit, OnApplicationShutdown {
  private readonly queue = new SerialQueue();
  private readonly seen = new Set<string>();
  private cancel: Cancel = () => undefined;

  constructor(
    private readonly people: People,
    private readonly owner: OwnerProfile,
    private readonly sessions: RecordingSessionRepository,
    private readonly events: AppEventBus,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.cancel = this.events.on('segments.stored', (stored) => this.take(stored));
  }

  async onApplicationShutdown(): Promise<void> {
    this.cancel();
    await this.queue.idle();
  }

  private take({ ownerId, conversationId, segments }: AppEvents['segments.stored']): void {
    for (const segment of segments) {
      const isNamed = segment.is_user || segment.person_id !== null;
      const introduction = isNamed || this.seen.has(segment.id) ? null : findIntroduction(segment.text);
      if (!introduction || this.queue.size >= MAX_WAITING) continue;
      this.remember(segment.id);
      void this.queue
        .run(() => this.suggest(ownerId, conversationId, segment, introduction))
        .catch((thrown: unknown) => this.failed(thrown));
    }
  }

  private remember(segmentId: string): void {
    this.seen.add(segmentId);
    const [oldest] = this.seen;
    if (this.seen.size > REMEMBERED) this.seen.delete(oldest!);
  }

  private async suggest(
    ownerId: string,
    conversationId: string,
    { id: segmentId, speaker_id: speakerId }: TranscriptSegment,
    introduction: SelfIntroduction,
  ): Promise<void> {
    const personId = await this.personOf(ownerId, conversationId, introduction);
    if (personId !== null) {
      this.events.emit('speaker.suggested', { ownerId, conversationId, speakerId, personId, segmentId });
    }
  }

  private async personOf(
    ownerId: string,
    conversationId: string,
    { name, kind }: SelfIntroduction,
  ): Promise<string | null> {
    const ownName = await this.owner.nameOf(ownerId);
    if (ownName !== null && name.split(' ')[0]!.toLowerCase() === ownName.toLowerCase()) return null;
    const known = await this.people.findByName(ownerId, name);
    if (known || kind === 'copular') return known?.id ?? null;
    const sessions = await this.sessions.findOfConversation(ownerId, conversationId);
    const mayAdd = sessions.length > 0 && sessions.every(({ create_speakers = true }) => create_speakers);
    return mayAdd ? (await this.people.create(ownerId, name)).id : null;
  }

  private failed(thrown: unknown): void {
    const { code, kind } = toAppError(thrown);
    this.log.warn('a name was not suggested', { 'error.code': code, 'error.kind': kind });
  }
}
