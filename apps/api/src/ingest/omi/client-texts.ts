import { isTakenOver, type LiveHandle } from '#libs/conversations';
import { isRetryable, SerialQueue, toAppError, type Clock } from '#libs/kernel';
import { speakerAssignmentFrom, suggestedSegmentsFrom } from '../client-messages.js';
import { ImageAssembler } from './image-assembler.js';

export interface ClientTextEvents {
  /** So much waits to be done that the client must be held back. */
  onPressure(): void;
  onRelief(): void;
  /** What the client said cannot be kept. */
  onFailed(error: unknown): void;
}

/** Messages that may wait to be done. */
const MAX_WAITING = 50;
/** A suggested transcript is sent once, so it is not given up at once: about as long as a database takes to be restarted. */
const ATTEMPTS = 10;
const RETRY_MS = 1_000;

type Command = (handle: LiveHandle) => Promise<void>;

/** What a client says in text: one thing after the other, in the order of its messages. What nobody understands is passed over. */
export class ClientTexts {
  private readonly images: ImageAssembler;
  private readonly queue = new SerialQueue();
  private readonly opened = Promise.withResolvers<LiveHandle>();
  private stopped = false;
  private underPressure = false;

  constructor(
    private readonly clock: Clock,
    private readonly events: ClientTextEvents,
    /** Resolves when the frames that came before were pushed. */
    private readonly audioIdle: () => Promise<void>,
  ) {
    this.images = new ImageAssembler(clock);
  }

  get isFull(): boolean {
    return this.underPressure;
  }

  /** What came before is done now. */
  start(handle: LiveHandle): void {
    this.opened.resolve(handle);
  }

  stop(): void {
    this.stopped = true;
  }

  take(text: string): void {
    const command = this.commandFrom(parse(text));
    if (!command || this.stopped) return;
    void this.queue.run(() => this.perform(command)).then(() => this.relieve());
    if (this.queue.size < MAX_WAITING || this.underPressure) return;
    this.underPressure = true;
    this.events.onPressure();
  }

  /** Resolves when everything that was said is done. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  private commandFrom(message: unknown): Command | null {
    switch (typeOf(message)) {
      case 'suggested_transcript': {
        const segments = suggestedSegmentsFrom(message);
        return segments && ((handle) => handle.suggest(segments));
      }
      case 'speaker_assigned': {
        const assignment = speakerAssignmentFrom(message);
        return assignment && ((handle) => handle.assignSpeaker(assignment));
      }
      case 'image_chunk': {
        const image = this.images.take(message);
        return image && ((handle) => handle.addPhoto({ temporaryId: image.id, jpeg: image.bytes }));
      }
      case 'CloseStream':
        return (handle) => this.flush(handle);
      default:
        return null;
    }
  }

  /** The client waits for nothing: words that cannot be recognized now come later. */
  private async flush(handle: LiveHandle): Promise<void> {
    await this.audioIdle();
    await handle.flush().catch((error: unknown) => {
      if (!isRetryable(toAppError(error))) throw error;
    });
  }

  private async perform(command: Command): Promise<void> {
    const handle = await this.opened.promise;
    for (let attempt = 1; !this.stopped; attempt += 1) {
      try {
        return await command(handle);
      } catch (thrown) {
        const error = toAppError(thrown);
        const { kind } = error;
        if (kind === 'invalid' || kind === 'not_found' || kind === 'too_large' || this.stopped) return;
        if (kind === 'bug' || isTakenOver(error) || attempt === ATTEMPTS) return this.fail(error);
        await this.clock.sleep(RETRY_MS);
      }
    }
  }

  private fail(error: unknown): void {
    this.stopped = true;
    this.events.onFailed(error);
  }

  private relieve(): void {
    if (!this.underPressure || this.queue.size > MAX_WAITING / 2) return;
    this.underPressure = false;
    this.events.onRelief();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
}
