import type { ListenServerEvents, ServiceStatusEvent, TranscriptSegment } from '#libs/contracts';
import { FreshSegments } from './fresh-segments.js';
import { describedFailure } from './speech-failure.js';

export type EventName = keyof ListenServerEvents;
export type EventPayload<Name extends EventName> = Parameters<ListenServerEvents[Name]>[0];

/** Which of the reference's two versions a socket speaks. */
export type OmiVersion = 'v3' | 'v4';

/** Events of the Mneme protocol that this wire does not know. */
const NOT_ON_THIS_WIRE: ReadonlySet<EventName> = new Set([
  'session.ready',
  'session.error',
  'partial',
  'notification',
]);
/** What clients of v3 never heard of: they append, they do not put in by id. */
const NOT_ON_V3: ReadonlySet<EventName> = new Set(['segments_deleted', 'translating']);

/**
 * Turns events into the text frames of the reference: an array for segments, an object with `type` for everything else. Keeps the two rules
 * of the wire that depend on what was sent before: `ready` once, until speech failed in between, and no segment ahead of it.
 */
export class EventTexts {
  private isReady = false;
  private wasReady = false;
  private failedForGood = false;
  /** Segments that came before the first `ready`, by id, in the order of their arrival. */
  private readonly early = new Map<string, TranscriptSegment>();
  private readonly fresh: FreshSegments | null;

  constructor(private readonly version: OmiVersion) {
    this.fresh = version === 'v3' ? new FreshSegments() : null;
  }

  /** Whether speech cannot be recognized before somebody repairs the server. */
  get hasFailedForGood(): boolean {
    return this.failedForGood;
  }

  of<Name extends EventName>(name: Name, payload: EventPayload<Name>): string[] {
    if (NOT_ON_THIS_WIRE.has(name) || (this.version === 'v3' && NOT_ON_V3.has(name))) return [];
    if (name === 'segments') return this.segments(payload as TranscriptSegment[]);
    if (name === 'service_status') return this.status(payload as ServiceStatusEvent);
    if (name === 'memory_processing_started') return [event(name, { ...payload, messages: [] })];
    return [event(name, payload)];
  }

  private segments(segments: readonly TranscriptSegment[]): string[] {
    if (!this.wasReady) {
      for (const segment of segments) this.early.set(segment.id, segment);
      return [];
    }
    const told = this.fresh ? this.fresh.of(segments) : segments;
    return told.length > 0 ? [JSON.stringify(told)] : [];
  }

  private status(status: ServiceStatusEvent): string[] {
    if (status.status === 'stt_failed') {
      this.isReady = false;
      const failure = describedFailure(status);
      this.failedForGood = failure.retryable === false;
      return [event('service_status', failure)];
    }
    if (status.status !== 'ready') return [event('service_status', status)];
    if (this.isReady) return [];
    this.isReady = true;
    this.wasReady = true;
    const early = [...this.early.values()];
    this.early.clear();
    return [event('service_status', status), ...this.segments(early)];
  }
}

function event(type: EventName, fields: object): string {
  return JSON.stringify({ type, ...fields });
}
