import type { AudioAck } from '#libs/contracts';
import { Finalizer, nothingInProgress } from '../lifecycle/finalizer.js';
import { SpeakerLabels } from '../speakers/speaker-labels.js';
import { takenOver } from './dismissal.js';
import type {
  LiveClient,
  LiveHandle,
  LivePhoto,
  SpeakerAssignment,
  SuggestedSegment,
} from './live-client.js';
import type { LiveRecording } from './live-recording.js';
import { RecordingPool } from './recording-pool.js';

/** A recording, and the client by which it knows its connection. */
export interface HeldRecording {
  readonly recording: LiveRecording;
  readonly client: LiveClient;
}

/** Where a connection passes on what is not about sound. */
export interface ConnectionDoors {
  readonly finalizer: Finalizer;
  readonly labels: SpeakerLabels;
  readonly pool: RecordingPool;
  /** When it was made, epoch milliseconds. */
  readonly connectedAtMs: number;
}

/** One client's grip on a recording, or on those of all voices of a call, for as long as no other client has taken it over. */
export class LiveConnection implements LiveHandle {
  /** Where the sound of this connection begins. */
  private readonly beginsAtMs: number;
  /** When second 0 of the client's own transcript was, epoch milliseconds; null until the first word of it. */
  private zeroMs: number | null = null;

  /** `held`: the leading recording first. */
  constructor(
    private readonly held: readonly HeldRecording[],
    private readonly doors: ConnectionDoors,
  ) {
    this.beginsAtMs = this.lead.positionMs;
  }

  get sessionId(): string {
    return this.lead.sessionId;
  }
  get durableSeq(): number {
    return this.lead.durableSeq;
  }
  get conversationId(): string | null {
    return this.lead.conversationId;
  }

  async push(firstSeq: number, frames: readonly Uint8Array[], channelId?: number): Promise<AudioAck> {
    this.assertHeld();
    const voice = this.voiceOf(channelId);
    return voice ? voice.push(firstSeq, frames) : ignored(firstSeq, frames.length);
  }

  async suggest(segments: readonly SuggestedSegment[]): Promise<void> {
    const recording = this.assertHeld();
    if (!recording.session.custom_stt) return;
    this.zeroMs ??= recording.wallMsAfter(this.beginsAtMs) ?? this.doors.connectedAtMs;
    await recording.content.suggest({ segments, zeroMs: this.zeroMs });
  }

  async assignSpeaker(assignment: SpeakerAssignment): Promise<void> {
    const { ownerId, conversationId } = this.assertHeld();
    if (conversationId !== null) await this.doors.labels.assignVoice(ownerId, conversationId, assignment);
  }

  async addPhoto(photo: LivePhoto): Promise<void> {
    await this.assertHeld().content.addPhoto(photo);
  }

  async flush(): Promise<void> {
    this.assertHeld();
    await Promise.all(this.recordings.map((recording) => recording.flush()));
  }

  async end(): Promise<{ durable: number }> {
    this.assertHeld();
    const [lead] = await Promise.all(this.recordings.map((recording) => recording.end()));
    return lead!;
  }

  async finalize(): Promise<{ conversation_id: string }> {
    const { ownerId } = this.assertHeld();
    await this.flush();
    if (this.conversationId === null) throw nothingInProgress();
    const { id } = await this.doors.finalizer.finalize(ownerId, this.conversationId);
    return { conversation_id: id };
  }

  detach({ ended }: { readonly ended: boolean } = { ended: false }): void {
    const own = this.held.filter(({ recording, client }) => recording.isHeldBy(client));
    for (const { recording, client } of own) recording.detach(client, ended);
    const isOver = this.lead.session.call !== undefined || (ended && this.lead.session.source === 'desktop');
    if (isOver && own.length > 0) void this.doors.pool.end(own.map(({ recording }) => recording));
  }

  private get lead(): LiveRecording {
    return this.held[0]!.recording;
  }

  private get recordings(): LiveRecording[] {
    return this.held.map(({ recording }) => recording);
  }

  /** Null for a channel that is none of the call's. */
  private voiceOf(channelId: number | undefined): LiveRecording | null {
    if (!this.lead.session.call) return this.lead;
    return this.recordings.find(({ session }) => session.call?.voice.channel === channelId) ?? null;
  }

  private assertHeld(): LiveRecording {
    const { recording, client } = this.held[0]!;
    if (recording.isHeldBy(client)) return recording;
    throw takenOver();
  }
}

/** Frames of a channel that nobody announced are dealt with by passing over them. */
function ignored(firstSeq: number, count: number): AudioAck {
  const rejected = Array.from({ length: count }, (_, at) => ({
    seq: firstSeq + at,
    code: 'CHANNEL_UNKNOWN',
  }));
  return { durable: firstSeq + count - 1, rejected };
}
