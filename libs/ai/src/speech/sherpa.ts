import { createRequire } from 'node:module';

/** The part of sherpa-onnx-node that is used here; its own typings lack `mergedDecoder` and most return types. */
interface SherpaOnnx {
  readonly OfflineRecognizer: {
    createAsync(config: RecognizerConfig): Promise<NativeRecognizer>;
  };
  readonly SpeakerEmbeddingExtractor: new (config: ExtractorConfig) => NativeExtractor;
}

interface ExtractorConfig {
  readonly model: string;
  readonly numThreads: number;
  readonly provider: 'cpu';
}

interface ExtractorStream extends NativeStream {
  inputFinished(): void;
}

export interface NativeExtractor {
  readonly dim: number;
  createStream(): ExtractorStream;
  /** Whether there is enough sound. */
  isReady(stream: ExtractorStream): boolean;
  compute(stream: ExtractorStream, enableExternalBuffer: boolean): Float32Array;
}

interface RecognizerConfig {
  readonly featConfig: { readonly sampleRate: number; readonly featureDim: number };
  readonly modelConfig: {
    readonly moonshine: { readonly encoder: string; readonly mergedDecoder: string };
    readonly tokens: string;
    readonly numThreads: number;
    readonly provider: 'cpu';
  };
}

export interface NativeRecognizer {
  createStream(): NativeStream;
  /** Runs in libuv's thread pool. */
  decodeAsync(stream: NativeStream): Promise<{ readonly text: string }>;
}

interface NativeStream {
  acceptWaveform(sound: { readonly sampleRate: number; readonly samples: Float32Array }): void;
}

/** Loads the native library. Only worker threads may: it takes 70 ms and 30 MB, and a broken model file ends the process. */
export function loadSherpa(): SherpaOnnx {
  return createRequire(import.meta.url)('sherpa-onnx-node') as SherpaOnnx;
}
