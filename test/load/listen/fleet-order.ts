import type { Spread } from './histogram.js';

/** What a fleet of simulated devices shall do. */
export interface FleetOrder {
  readonly url: string;
  readonly token: string;
  /** `bare`: a WebSocket server that does nothing, at the pace of the Omi protocol. */
  readonly protocol: 'mneme' | 'omi' | 'bare';
  readonly streams: number;
  /** Devices of two fleets with one name are the same devices; `fleet` unless told otherwise. */
  readonly name?: string;
  /** How long the fleet sends, seconds from its start; who joins later sends for less. */
  readonly seconds: number;
  /** Devices that connect every second, so that the start is no test of its own. */
  readonly connectsPerSecond: number;
  /** The fleet is this size for a while before the others join: what more of them cost can be told from what the first ones cost. */
  readonly first?: { readonly streams: number; readonly restSeconds: number };
}

/** What became of it. Milliseconds. */
export interface FleetReport {
  /** From the moment a frame was spoken to the acknowledgement that it is durable; Mneme protocol only. */
  readonly acks: Spread;
  /** How late the simulator itself was. */
  readonly lateness: Spread;
  readonly framesSent: number;
  /** Frames that were not durable when the fleet stopped; Mneme protocol only. */
  readonly framesLeft: number;
  /** Connections that ended before they should. */
  readonly lost: number;
  /** Connections that were told to come back later. */
  readonly busy: number;
  /** Most bytes that waited in one socket: a server that does not keep up lets them grow. */
  readonly mostBufferedBytes: number;
}
