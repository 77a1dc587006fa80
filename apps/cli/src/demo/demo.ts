import { AppError, type Clock } from '#libs/kernel';
import { OPUS_PACKET_MS } from '#libs/transcription';
import { RecordingPlayer } from '../device/recording-player.js';
import { ApiClient, type Finalization } from './api-client.js';
import { LiveTranscript } from './live-transcript.js';
import type { Take } from './recordings.js';
import { clockTime, type Screen } from './screen.js';
import type { ServerProcess } from './server-process.js';
import { showCitations, showConversation, showMemories } from './story.js';

const PROCESSING_LIMIT_MS = 5 * 60_000;
const POLL_MS = 250;

/** The whole main job once: a device speaks, the server listens, understands, remembers and answers. */
export class Demo {
  private readonly api: ApiClient;

  constructor(
    private readonly server: ServerProcess,
    private readonly screen: Screen,
    private readonly clock: Clock,
    private readonly speed: number,
  ) {
    this.api = new ApiClient(server.url, server.token);
  }

  async run(takes: readonly Take[]): Promise<void> {
    for (const take of takes) await this.play(take);
    const question = takes.at(-1)?.question;
    if (question) await this.ask(question);
  }

  private async play({ title, packets }: Take): Promise<void> {
    const totalMs = packets.length * OPUS_PACKET_MS;
    const pace = this.speed === 1 ? '' : `, ${this.speed} times as fast`;
    this.screen.heading(`▶ ${title}`);
    this.screen.dim(
      `  ${clockTime(totalMs / 1000)} min as ${packets.length} Opus packets over Socket.IO${pace}`,
    );
    await this.showResult(await this.speak(packets, totalMs));
  }

  private async speak(packets: readonly Uint8Array[], totalMs: number): Promise<string> {
    const transcript = new LiveTranscript(this.screen);
    const device = await RecordingPlayer.connect(this.server, transcript.handlers, this.clock);
    try {
      await device.play(packets, this.speed, (sentMs) => transcript.showProgress(sentMs, totalMs));
      this.screen.live('  all sound is on disk; recognizing the last words …');
      return await device.finish();
    } finally {
      device.close();
    }
  }

  private async showResult(id: string): Promise<void> {
    const { status, failure_code } = await this.processed(id);
    if (status === 'failed') {
      throw new AppError(
        'unavailable',
        'PROCESSING_FAILED',
        `The conversation could not be processed (${failure_code}).`,
      );
    }
    const conversation = await this.api.conversation(id);
    this.screen.heading('The conversation');
    showConversation(this.screen, conversation);
    if (conversation.discarded) return;
    this.screen.heading('What is remembered, and the words it rests on');
    const memories = await this.api.memories();
    showMemories(
      this.screen,
      memories.filter((memory) => memory.conversation_id === id),
    );
  }

  /** Waits until nothing more is to be done for the conversation, and says what is being done. */
  private async processed(id: string): Promise<Finalization> {
    const startedMs = this.clock.monotonicMs();
    for (;;) {
      const state = await this.api.finalization(id);
      const elapsedMs = this.clock.monotonicMs() - startedMs;
      if (state.terminal) return state;
      if (elapsedMs > PROCESSING_LIMIT_MS) {
        throw new AppError(
          'unavailable',
          'PROCESSING_TOO_LONG',
          'The conversation was not processed within five minutes.',
        );
      }
      this.screen.live(`  ${state.pending.join(', ') || 'processing'} … ${(elapsedMs / 1000).toFixed(0)} s`);
      await this.clock.sleep(POLL_MS);
    }
  }

  private async ask(question: string): Promise<void> {
    this.screen.heading(`? ${question}`);
    this.screen.append('  ');
    const message = await this.api.ask(question, (delta) =>
      this.screen.append(delta.replaceAll('\n', '\n  ')),
    );
    this.screen.line('');
    showCitations(this.screen, message);
  }
}
