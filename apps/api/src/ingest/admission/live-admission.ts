import { Injectable } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { AppError, Clock } from '#libs/kernel';
import { Metrics } from '#libs/observability';
import { EventLoopLoad } from './event-loop-load.js';

/** The two wires that devices speak: over Socket.IO, and that of the reference. */
export type Door = 'mneme' | 'omi';

/** Who asks to stream. */
export interface Applicant {
  readonly door: Door;
  readonly ownerId: string;
  /** `session_id` that it wants to go on with. */
  readonly sessionId: string | null;
  readonly deviceId: string | null;
  readonly source: string;
}

/** A place among those who stream. */
export interface Seat {
  /** The session that it turned out to be, by which it may come back. */
  belongsTo(sessionId: string): void;
  /** `ended`: it is done and will not come back. May be called often. */
  leave(options: { readonly ended: boolean }): void;
}

/** How long a stream that dropped may come back whatever the load: four attempts of the app, which makes one every 15 s. */
export const REMEMBERED_MS = 60_000;
/** The surplus is asked to come back within this time, each at another moment. */
const RETRY_FROM_MS = 10_000;
const RETRY_SPREAD_MS = 10_000;

interface Place {
  readonly door: Door;
  /** By what another connection of the same device is known, while this one is there. */
  readonly names: Set<string>;
  /** By what it is known when it comes back. */
  readonly remembered: string;
}

/**
 * How many devices stream, over all doors and owners. The surplus is refused at once, so that those who stream keep their latency; who
 * streams already, or did a moment ago, always gets back in: a recording that goes on is not cut for want of room.
 */
@Injectable()
export class LiveAdmission {
  private readonly taken = new Set<Place>();
  private readonly byName = new Map<string, Place>();
  /** Those who dropped, the oldest first. */
  private dropped: { readonly name: string; readonly untilMs: number }[] = [];

  constructor(
    private readonly config: AppConfig,
    private readonly load: EventLoopLoad,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /** How many stream now. */
  get streams(): number {
    return this.taken.size;
  }

  /** Gives a seat until it is left. `rate_limited` SERVER_BUSY, with the time after which to try again. */
  admit(applicant: Applicant): Seat {
    const { door, ownerId, sessionId } = applicant;
    const device = deviceName(applicant);
    // Held only once the session turns out to be that one: who asks for a session that does not exist is nobody's second connection.
    const names = [...(sessionId === null ? [] : [sessionName(ownerId, sessionId)]), ...device];
    const isReturning = this.takeBack([...names, anonymousName(applicant)]);
    const isThere = names.some((name) => this.byName.has(name));
    if (!isReturning && !isThere) this.assertRoom(door);
    // A second connection of a device takes over from the first, so it takes its place as well.
    for (const name of names) this.release(this.byName.get(name));
    const place: Place = { door, names: new Set(), remembered: device[0] ?? anonymousName(applicant) };
    this.taken.add(place);
    this.metrics.liveSessions.inc({ door });
    for (const name of device) this.give(place, name);
    return this.seat(ownerId, place);
  }

  private seat(ownerId: string, place: Place): Seat {
    return {
      belongsTo: (sessionId) => {
        if (this.taken.has(place)) this.give(place, sessionName(ownerId, sessionId));
      },
      leave: ({ ended }) => {
        if (this.release(place) && !ended) this.remember(place);
      },
    };
  }

  private give(place: Place, name: string): void {
    place.names.add(name);
    this.byName.set(name, place);
  }

  private release(place: Place | undefined): boolean {
    if (!place || !this.taken.delete(place)) return false;
    for (const name of place.names) if (this.byName.get(name) === place) this.byName.delete(name);
    this.metrics.liveSessions.dec({ door: place.door });
    return true;
  }

  private remember({ names, remembered }: Place): void {
    const untilMs = this.clock.monotonicMs() + REMEMBERED_MS;
    for (const name of new Set([...names, remembered])) this.dropped.push({ name, untilMs });
  }

  /** Whether somebody of these names dropped a moment ago; then that is forgotten, it is good for one return. */
  private takeBack(names: readonly string[]): boolean {
    const nowMs = this.clock.monotonicMs();
    this.dropped = this.dropped.filter(({ untilMs }) => untilMs > nowMs);
    const known = names.find((name) => this.dropped.some((entry) => entry.name === name));
    if (known === undefined) return false;
    this.dropped.splice(
      this.dropped.findIndex(({ name }) => name === known),
      1,
    );
    return true;
  }

  private assertRoom(door: Door): void {
    const reason = this.reasonToRefuse();
    if (!reason) return;
    this.metrics.liveRefused.inc({ door, reason });
    throw new AppError(
      'rate_limited',
      'SERVER_BUSY',
      'The server has as many devices as it can serve. Keep recording and try again later.',
      {},
      { retryAfterMs: RETRY_FROM_MS + Math.random() * RETRY_SPREAD_MS },
    );
  }

  private reasonToRefuse(): 'full' | 'overloaded' | null {
    if (this.taken.size >= this.config.live.maxStreams) return 'full';
    return this.load.isTooHigh ? 'overloaded' : null;
  }
}

function deviceName({ ownerId, deviceId, source }: Applicant): string[] {
  return deviceId === null ? [] : [JSON.stringify(['device', ownerId, source, deviceId])];
}

function sessionName(ownerId: string, sessionId: string): string {
  return JSON.stringify(['session', ownerId, sessionId]);
}

/** Old apps name nothing: one of an owner's that dropped cannot be told from another. */
function anonymousName({ door, ownerId, source }: Applicant): string {
  return JSON.stringify(['anonymous', door, ownerId, source]);
}
