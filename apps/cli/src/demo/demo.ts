import type { Conversation, Memory } from '#libs/contracts';
import { AppError, type Clock } from '#libs/kernel';
import { readAudioFile } from '../device/audio-file.js';
import { ListenClient } from '../device/listen-client.js';
import { opusPackets, PACKET_MS } from '../device/opus-packets.js';
import { ApiClient } from './api-client.js';
import { LiveTranscript } from './live-transcript.js';
import type { Recording } from './recordings.js';
import { clockTime, type Screen } from './screen.js';
import type { ServerProcess } from './server-process.js';
import { showCitations, showConversation, showMemories } from './story.js';

const PROCESSING_LIMIT_MS = 5 * 60_000;
/** Memories come a moment after the conversation: they are a job of their own. */
const MEMORIES_LIMIT_MS = 20_000;
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

  async run(recordings: readonly Recording[]): Promise<void> {
    for (const recording of recordings) await this.play(recording);
    const question = recordings.at(-1)!.question;
    if (question) await this.ask(question);
  }

  private async play(recording: Recording): Promise<void> {
    this.screen.heading(`▶ ${recording.title}`);
    const samples = await readAudioFile(recording.path);
    const packets = [...opusPackets(samples)];
    const totalMs = packets.length * PACKET_MS;
    this.screen.dim(
      `  ${clockTime(totalMs / 1000)} min as ${packets.length} Opus packets over Socket.IO${this.speed === 1 ? '' : `, ${this.speed} times as fast`}`,
    );
    const id = await this.speak(packets, totalMs);
    await this.showResult(id);
  }

  private async speak(packets: Uint8Array[], totalMs: number): Promise<string> {
    const device = await ListenClient.connect(this.server.url, this.server.token, this.clock);
    const transcript = new LiveTranscript(device.socket, this.screen);
    try {
      await device.stream(packets, this.speed, (_, sentMs) => transcript.showProgress(sentMs, totalMs));
      this.screen.live('  all sound is on disk; recognizing the last words …');
      await device.end();
      return await device.finalize();
    } finally {
      transcript.stop();
      device.close();
    }
  }

  private async showResult(id: string): Promise<void> {
    const conversation = await this.until('understanding the conversation', PROCESSING_LIMIT_MS, async () => {
      const current = await this.api.conversation(id);
      return current.status === 'completed' || current.status === 'failed' ? current : undefined;
    });
    if (!conversation)
      throw new AppError(
        'unavailable',
        'PROCESSING_TOO_LONG',
        'The conversation was not processed within five minutes.',
      );
    if (conversation.status === 'failed') {
      throw new AppError(
        'unavailable',
        'PROCESSING_FAILED',
        `The conversation could not be processed (${conversation.failure_code}).`,
      );
    }
    this.screen.heading('The conversation');
    showConversation(this.screen, conversation);
    if (conversation.discarded) return;
    this.screen.heading('What is remembered, and the words it rests on');
    showMemories(this.screen, await this.memoriesOf(conversation));
  }

  private async memoriesOf(conversation: Conversation): Promise<Memory[]> {
    const found = await this.until('looking for lasting facts', MEMORIES_LIMIT_MS, async () => {
      const memories = (await this.api.memories()).filter(
        (memory) => memory.conversation_id === conversation.id,
      );
      return memories.length > 0 ? memories : undefined;
    });
    return found ?? [];
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

  /** Polls with a moving line until there is a result; undefined after the limit. */
  private async until<T>(
    label: string,
    limitMs: number,
    look: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const startedMs = this.clock.monotonicMs();
    for (;;) {
      const result = await look();
      const elapsedMs = this.clock.monotonicMs() - startedMs;
      if (result !== undefined || elapsedMs > limitMs) return result;
      this.screen.live(`  ${label} … ${(elapsedMs / 1000).toFixed(0)} s`);
      await this.clock.sleep(POLL_MS);
    }
  }
}
