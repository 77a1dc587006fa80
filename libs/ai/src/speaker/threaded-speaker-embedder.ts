import { SpeakerEmbedder, type SpeakerModelFacts } from '../ports/speaker-embedder.js';
import type { SpeakerThreadData } from './speaker-protocol.js';
import { SpeakerThread } from './speaker-thread.js';

/** A model and what its thread needs. */
export interface InstalledSpeakerModel {
  readonly facts: SpeakerModelFacts;
  readonly data: SpeakerThreadData;
}

/** Embeds voices in a thread of its own, which starts with the first sound. A thread that died is started again. */
export class ThreadedSpeakerEmbedder extends SpeakerEmbedder {
  private installed: Promise<InstalledSpeakerModel | null> | undefined;
  private thread: SpeakerThread | undefined;

  /** @param find looks for a model; asked once unless it fails */
  constructor(private readonly find: () => Promise<InstalledSpeakerModel | null>) {
    super();
  }

  override async model(): Promise<SpeakerModelFacts | null> {
    return (await this.look())?.facts ?? null;
  }

  override async embed(samples: Int16Array): Promise<Float32Array | null> {
    const installed = await this.look();
    if (!installed) return null;
    if (!this.thread?.alive) this.thread = new SpeakerThread(installed.data);
    return this.thread.embed(samples);
  }

  override async close(): Promise<void> {
    await this.thread?.stop();
    this.thread = undefined;
  }

  private look(): Promise<InstalledSpeakerModel | null> {
    this.installed ??= this.find().catch((error: unknown) => {
      this.installed = undefined;
      throw error;
    });
    return this.installed;
  }
}
