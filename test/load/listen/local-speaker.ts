import { ListenClient } from '#libs/client';
import type { MnemeProcess } from '../../support/mneme-process.js';

const FRAME_MS = 20;

/** A device whose wearer speaks, and what it hears of how its speech is recognized. */
export class LocalSpeaker {
  /** How often it was told that its speech has to wait. */
  waits = 0;
  isServed = false;
  private framesSpoken = 0;
  private readonly client: ListenClient;
  private at: number;

  constructor(
    { url, token }: MnemeProcess,
    number: number,
    private readonly sound: readonly Uint8Array[],
  ) {
    // Everybody is at another place of the recording.
    this.at = Math.floor(Math.random() * sound.length);
    const query = { device_id: `speaker-${number}` };
    this.client = new ListenClient(
      { url, token, codec: 'opus_fs320', sampleRate: 16_000, query },
      {
        service_status: ({ status }) => {
          if (status === 'ready') this.isServed = true;
          if (status !== 'stt_failed') return;
          this.isServed = false;
          this.waits += 1;
        },
      },
    );
  }

  connect(): Promise<void> {
    return this.client.connect();
  }

  /** Speaks what is due `elapsedMs` after its beginning. */
  speakUntil(elapsedMs: number): void {
    for (; this.framesSpoken * FRAME_MS < elapsedMs; this.framesSpoken += 1) {
      this.client.write(this.sound[(this.at += 1) % this.sound.length]!);
    }
  }

  /** Resolves when what it said last was recognized, if there is somebody who recognizes it now. */
  end(): Promise<void> {
    return this.client.end();
  }

  close(): void {
    this.client.close();
  }
}
