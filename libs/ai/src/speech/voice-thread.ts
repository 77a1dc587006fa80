import { builtModuleUrl } from '#libs/kernel';
import { VOICE_MODEL } from '../models/model-catalog.js';
import type { ModelProgress, ModelStore } from '../models/model-store.js';
import { SharedThread } from './shared-thread.js';
import { StreamThread } from './stream-thread.js';
import type { VoiceReply, VoiceRequest, VoiceThreadData } from './voice-protocol.js';
import { VoiceStream, type VoiceStreamEvents } from './voice-stream.js';

export interface VoiceThreadOptions {
  readonly store: ModelStore;
  /** Told while the detector's model is fetched. */
  readonly onFetch?: ModelProgress;
}

/** Hears voices (Silero), off the main thread, in all streams of this process. The thread starts with the first stream, and again after it died. */
export class VoiceThread {
  private readonly thread = new SharedThread(() => this.createThread());

  constructor(private readonly options: VoiceThreadOptions) {}

  /** Loads the detector. Throws `unavailable` SPEECH_MODEL_MISSING, SPEECH_UNAVAILABLE. */
  async warmUp(): Promise<void> {
    await this.thread.started();
  }

  /** Errors: as `warmUp`. */
  async open(events: VoiceStreamEvents): Promise<VoiceStream> {
    return new VoiceStream(await this.thread.started(), events);
  }

  /** Its streams die with it. */
  async close(): Promise<void> {
    await this.thread.stop();
  }

  private async createThread(): Promise<StreamThread<VoiceRequest, VoiceReply>> {
    const files = await this.options.store.ensure(VOICE_MODEL, this.options.onFetch);
    const data: VoiceThreadData = { detector: files.get(VOICE_MODEL.detector.name)! };
    return new StreamThread(builtModuleUrl(import.meta.url, './voice-worker.js'), data);
  }
}
