import { ListenClient } from '#libs/client';
import { audibleText } from './audible-words.js';
import { opusOfSounds } from './spoken-sound.js';

const FRAME_MS = 20;

/** Opus packets of the numbers from 1 to `count`, one after the other. */
export function spokenNumbers(count: number): Uint8Array[] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return opusOfSounds(...numbers, { pauseMs: 1_000 });
}

export interface SpeakerOptions {
  readonly url: string;
  readonly token: string;
  readonly deviceId: string;
  readonly onConnection?: (state: 'connected' | 'lost' | 'closed') => void;
}

/** A device that counts aloud, in real time, whatever becomes of its line. */
export class NumberSpeaker {
  readonly client: ListenClient;
  readonly conversationIds = new Set<string>();
  private at = 0;
  private acknowledged = Promise.withResolvers<void>();

  constructor(
    private readonly packets: readonly Uint8Array[],
    { url, token, deviceId, onConnection }: SpeakerOptions,
  ) {
    this.client = new ListenClient(
      { url, token, codec: 'opus_fs320', sampleRate: 16_000, query: { device_id: deviceId } },
      {
        durable: () => {
          this.acknowledged.resolve();
          this.acknowledged = Promise.withResolvers<void>();
        },
        connection: (state) => onConnection?.(state),
        conversation_session: ({ conversation_id }) => this.conversationIds.add(conversation_id),
      },
    );
  }

  nextAcknowledgement(): Promise<void> {
    return this.acknowledged.promise;
  }

  /** Speaks what is due `elapsedMs` after it began; answers whether all was said. */
  speakUntil(elapsedMs: number): boolean {
    const due = Math.min(this.packets.length, Math.floor(elapsedMs / FRAME_MS));
    for (; this.at < due; this.at += 1) this.client.write(this.packets[this.at]!);
    return this.at === this.packets.length;
  }
}

/** What is wrong with what was heard of someone who counted to `count`. */
export interface HeardNumbers {
  readonly missing: number;
  readonly doubled: number;
  /** Later than one that was said after it. */
  readonly misplaced: number;
}

export function checkNumbers(text: string, count: number): HeardNumbers {
  const heard = text
    .split(/\s+/)
    .filter((word) => /^w\d+$/i.test(word))
    .map((word) => word.toLowerCase());
  const distinct = new Set(heard);
  const missing = Array.from({ length: count }, (_, index) => audibleText(index + 1)).filter(
    (word) => !distinct.has(word),
  );
  const values = heard.map((word) => Number(word.slice(1)));
  const misplaced = values.filter((value, index) => index > 0 && value < values[index - 1]!).length;
  return { missing: missing.length, doubled: heard.length - distinct.size, misplaced };
}
