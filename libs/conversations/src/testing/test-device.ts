import type { ListenServerEvents, TranscriptSegment } from '#libs/contracts';
import type { LiveClient, LiveHandle, LiveParams } from '../live/live-client.js';
import type { LiveSessions } from '../live/live-sessions.js';

export interface TestDeviceOptions {
  readonly ownerId?: string;
  readonly params?: Partial<LiveParams>;
}

/** Where a device is: what it speaks to, and the time that passes while it does. */
export interface DeviceSurroundings {
  readonly sessions: LiveSessions;
  passTime(durationMs: number): Promise<void>;
}

/** One frame: 100 ms of 16 kHz PCM. What it holds does not matter to a scripted recognizer. */
const FRAME_MS = 100;
const FRAME = new Uint8Array((16_000 * 2 * FRAME_MS) / 1_000).fill(1);

type EventName = keyof ListenServerEvents;

/** A device that speaks to `LiveSessions` and remembers what it was told. */
export class TestDevice implements LiveClient {
  readonly ownerId: string;
  readonly events: { name: EventName; payload: unknown }[] = [];
  closed: string | null = null;
  private readonly params: LiveParams;
  private opened: LiveHandle | null = null;
  /** By channel; null where there is only one stream. */
  private readonly nextSeqs = new Map<number | null, number>();

  constructor(
    private readonly surroundings: DeviceSurroundings,
    { ownerId = 'ada', params = {} }: TestDeviceOptions,
  ) {
    this.ownerId = ownerId;
    this.params = {
      codec: 'pcm16',
      sampleRate: 16_000,
      language: 'en',
      source: 'omi',
      timeoutSeconds: 120,
      sessionId: null,
      deviceId: 'pendant',
      platform: null,
      clientConversationId: null,
      channels: [],
      callId: null,
      customStt: false,
      speakerAutoAssign: false,
      createSpeakers: true,
      voiceGate: null,
      ...params,
    };
  }

  get handle(): LiveHandle {
    return this.opened!;
  }
  get conversationId(): string {
    return this.handle.conversationId!;
  }

  async connect(): Promise<this> {
    this.opened = await this.surroundings.sessions.open(this.ownerId, this.params, this);
    this.nextSeqs.clear();
    this.nextSeqs.set(null, this.opened.durableSeq + 1);
    return this;
  }

  /** Sends audio as it is recorded, on each of the channels: time passes with it. Ends when it is durable. */
  async record(durationMs: number, ...channels: number[]): Promise<void> {
    for (let sentMs = 0; sentMs < durationMs; sentMs += 1_000) {
      const frames = Array.from({ length: Math.min(1_000, durationMs - sentMs) / FRAME_MS }, () => FRAME);
      await this.surroundings.passTime(frames.length * FRAME_MS);
      await this.push(frames, channels.length > 0 ? channels : [null]);
    }
  }

  /** Sends frames that took `durationMs` to record. Ends when they are durable. */
  async sendFrames(frames: readonly Uint8Array[], durationMs: number): Promise<void> {
    await this.surroundings.passTime(durationMs);
    await this.push(frames, [null]);
  }

  private async push(frames: readonly Uint8Array[], channels: readonly (number | null)[]): Promise<void> {
    const durable = channels.map((channel) => {
      const firstSeq = this.nextSeqs.get(channel) ?? 1;
      this.nextSeqs.set(channel, firstSeq + frames.length);
      return this.handle.push(firstSeq, frames, channel ?? undefined);
    });
    await this.surroundings.passTime(0);
    await Promise.all(durable);
  }

  send(name: EventName, ...payload: unknown[]): void {
    this.events.push({ name, payload: payload[0] });
  }

  close(reason: string): void {
    this.closed = reason;
  }

  named<Name extends EventName>(name: Name): Parameters<ListenServerEvents[Name]>[0][] {
    return this.events
      .filter((event) => event.name === name)
      .map((event) => event.payload as Parameters<ListenServerEvents[Name]>[0]);
  }

  /** The transcript as a client has it that applied every event. */
  get transcript(): TranscriptSegment[] {
    const byId = new Map<string, TranscriptSegment>();
    for (const { name, payload } of this.events) {
      if (name === 'segments')
        for (const segment of payload as TranscriptSegment[]) byId.set(segment.id, segment);
      if (name === 'segments_deleted') {
        for (const id of (payload as { segment_ids: string[] }).segment_ids) byId.delete(id);
      }
    }
    return [...byId.values()].sort((a, b) => a.start - b.start);
  }
}
