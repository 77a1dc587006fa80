import type { AudioAck, ListenServerEvents } from '#libs/contracts';
import type {
  LiveClient,
  LiveHandle,
  LiveParams,
  LivePhoto,
  LiveSessions,
  SpeakerAssignment,
  SuggestedSegment,
} from '#libs/conversations';

interface Pushed {
  readonly firstSeq: number;
  readonly frames: readonly Uint8Array[];
  readonly channel: number | undefined;
}

/** The door's side of one live session, which keeps what the door does with it. */
export class RememberedSession implements LiveHandle {
  readonly pushes: Pushed[] = [];
  readonly suggested: SuggestedSegment[] = [];
  readonly assignments: SpeakerAssignment[] = [];
  readonly photos: LivePhoto[] = [];
  flushes = 0;
  /** Null while the door holds on. */
  detached: { ended: boolean } | null = null;
  durableSeq = 0;
  /** What the next push is told; by default that all is durable. */
  onPush: (firstSeq: number, frames: readonly Uint8Array[]) => Promise<AudioAck> = (firstSeq, frames) =>
    Promise.resolve({ durable: firstSeq + frames.length - 1 });
  /** What flushing and every message in text is told. */
  onMessage: () => Promise<void> = () => Promise.resolve();

  constructor(
    readonly sessionId: string,
    readonly ownerId: string,
    readonly params: LiveParams,
    readonly client: LiveClient,
  ) {}

  readonly conversationId = 'conversation';

  /** Bytes of all frames that are durable, of one channel. */
  bytes(channel?: number): number[] {
    const own = this.pushes.filter((push) => push.channel === channel);
    return own.flatMap(({ frames }) => frames.flatMap((frame) => [...frame]));
  }

  tell<Event extends keyof ListenServerEvents>(
    event: Event,
    ...payload: Parameters<ListenServerEvents[Event]>
  ): void {
    this.client.send(event, ...payload);
  }

  async push(firstSeq: number, frames: readonly Uint8Array[], channel?: number): Promise<AudioAck> {
    const ack = await this.onPush(firstSeq, frames);
    this.pushes.push({ firstSeq, frames, channel });
    return ack;
  }
  async suggest(segments: readonly SuggestedSegment[]): Promise<void> {
    await this.onMessage();
    this.suggested.push(...segments);
  }
  async assignSpeaker(assignment: SpeakerAssignment): Promise<void> {
    await this.onMessage();
    this.assignments.push(assignment);
  }
  async addPhoto(photo: LivePhoto): Promise<void> {
    await this.onMessage();
    this.photos.push(photo);
  }
  async flush(): Promise<void> {
    await this.onMessage();
    this.flushes += 1;
  }
  end(): Promise<{ durable: number }> {
    return Promise.resolve({ durable: this.durableSeq });
  }
  finalize(): Promise<{ conversation_id: string }> {
    return Promise.resolve({ conversation_id: this.conversationId });
  }
  detach(options: { readonly ended: boolean } = { ended: false }): void {
    this.detached = options;
  }
}

/** Live sessions without what lies behind them: greets as the real ones do and keeps each session. */
export class RememberingSessions implements Pick<LiveSessions, 'open'> {
  readonly opened: RememberedSession[] = [];
  /** Runs before a session is open; may fail or take its time. */
  beforeOpen: () => Promise<void> = () => Promise.resolve();

  async open(ownerId: string, params: LiveParams, client: LiveClient): Promise<LiveHandle> {
    client.send('service_status', { status: 'initiating' });
    await this.beforeOpen();
    const session = new RememberedSession(`session-${this.opened.length + 1}`, ownerId, params, client);
    client.send('conversation_session', { conversation_id: session.conversationId, status: 'in_progress' });
    client.send('service_status', { status: 'stt_initiating' });
    client.send('session.ready', {
      session_id: session.sessionId,
      durable: 0,
      conversation_id: 'conversation',
    });
    client.send('service_status', { status: 'ready' });
    this.opened.push(session);
    return session;
  }
}
