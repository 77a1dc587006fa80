import type { ListenServerEvents } from '#libs/contracts';
import type { LiveClient } from './live-client.js';

/** What only this voice has to tell; the leading voice tells the rest for all. */
const OF_EACH_VOICE: readonly (keyof ListenServerEvents)[] = ['segments', 'segments_deleted', 'partial'];

/** The client of a call as one of the voices that do not lead sees it. */
export class CallClient implements LiveClient {
  private toldOfFailure = false;

  constructor(private readonly client: LiveClient) {}

  send<Event extends keyof ListenServerEvents>(
    event: Event,
    ...payload: Parameters<ListenServerEvents[Event]>
  ): void {
    if (OF_EACH_VOICE.includes(event) || this.isOwnTrouble(event, payload[0]))
      this.client.send(event, ...payload);
  }

  close(): void {
    // The leading voice does that.
  }

  /** That this voice cannot be recognized, or can be again. */
  private isOwnTrouble(event: keyof ListenServerEvents, payload: unknown): boolean {
    if (event !== 'service_status') return false;
    const { status } = payload as { status: string };
    const isNews = status === 'stt_failed' || this.toldOfFailure;
    this.toldOfFailure = status === 'stt_failed';
    return isNews;
  }
}
