import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SpeakerEmbedder, SPEECH_SAMPLE_RATE } from '#libs/ai';
import type { AppEvents } from '#libs/contracts';
import { SerialQueue, type Cancel } from '#libs/kernel';
import { CaptureLogs, readSpeech } from '#libs/transcription';
import { VoiceEar } from './voice-ear.js';
import { VoiceRecognition } from './voice-recognition.js';
import { voiceKeyOf } from './voice-recognition.rules.js';

/** Of a longer stretch the middle is taken. Source: specification of listening, §7.3. */
const MAX_CLIP_MS = 10_000;
/** Stretches that wait, of one owner and of all: what comes above that is passed over, the voice will speak again. */
const MAX_WAITING = { owner: 20, all: 200 };

type StoredSpeech = AppEvents['speech.stored'];

/** Listens to what was stored and passes on the sound of each voice. One stretch at a time, because the model is one thread. */
@Injectable()
export class VoiceListener implements OnModuleInit, OnApplicationShutdown {
  private readonly queue = new SerialQueue();
  private readonly waiting = new Map<string, number>();
  private cancel: Cancel = () => undefined;
  private stopped = false;

  constructor(
    private readonly embedder: SpeakerEmbedder,
    private readonly logs: CaptureLogs,
    private readonly recognition: VoiceRecognition,
    private readonly ear: VoiceEar,
  ) {}

  onModuleInit(): void {
    this.cancel = this.ear.events.on('speech.stored', (stored) => this.take(stored));
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    this.cancel();
    await this.queue.idle();
  }

  /** Resolves when everything that was stored so far has been heard. */
  idle(): Promise<void> {
    return this.queue.idle();
  }

  private take(stored: StoredSpeech): void {
    const { ownerId } = stored;
    const count = this.waiting.get(ownerId) ?? 0;
    if (this.stopped || count >= MAX_WAITING.owner || this.queue.size >= MAX_WAITING.all) return;
    this.waiting.set(ownerId, count + 1);
    void this.queue
      .run(() => (this.stopped ? undefined : this.hear(stored)))
      .catch((thrown: unknown) => this.ear.failed(thrown))
      .finally(() => this.leave(ownerId));
  }

  private leave(ownerId: string): void {
    const left = (this.waiting.get(ownerId) ?? 1) - 1;
    if (left > 0) this.waiting.set(ownerId, left);
    else this.waiting.delete(ownerId);
  }

  private async hear(stored: StoredSpeech): Promise<void> {
    const { ownerId, conversationId, recordingId, segmentId, speaker } = stored;
    const model = await this.embedder.model();
    const durationMs = stored.positionEndMs - stored.positionStartMs;
    if (!model || durationMs < model.thresholds.minClipMs) return;
    if (!(await this.ear.isWorthIt(ownerId, recordingId))) return;
    const samples = await readSpeech(this.logs, ownerId, recordingId, middleOf(stored));
    const vector = samples && (await this.embedder.embed(samples));
    if (!vector) return;
    const isNumbered = speaker > 0 || (await this.ear.numbersVoices(ownerId, stored));
    const voiceKey = isNumbered ? voiceKeyOf.speaker(speaker) : voiceKeyOf.segment(segmentId);
    const seconds = samples.length / SPEECH_SAMPLE_RATE;
    await this.recognition.hear(ownerId, { conversationId, voiceKey, vector, seconds });
  }
}

function middleOf({ positionStartMs, positionEndMs }: StoredSpeech) {
  const extra = Math.max(0, positionEndMs - positionStartMs - MAX_CLIP_MS) / 2;
  return { fromMs: positionStartMs + extra, toMs: positionEndMs - extra };
}
