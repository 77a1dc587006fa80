import type { RecognizedUtterance } from '../ports/speech-to-text.js';
import type { StreamKind } from './decode-scheduler.js';
import type { MoonshineFiles } from './moonshine.js';

/** What the speech thread is started with: paths that were checked to hold the published bytes. */
export interface SpeechThreadData {
  readonly recognizer: MoonshineFiles;
  readonly detector: string;
  readonly parallel: number;
}

/** To the speech thread. `stream` is a number that the sender chose. */
export type SpeechRequest =
  | { readonly type: 'open'; readonly stream: number; readonly kind: StreamKind }
  | { readonly type: 'push'; readonly stream: number; readonly samples: Int16Array<ArrayBuffer> }
  | { readonly type: 'flush'; readonly stream: number; readonly flush: number }
  | { readonly type: 'close'; readonly stream: number; readonly flush: number };

/** From the speech thread. */
export type SpeechStreamReply =
  /** The stream is taken; else `failed` is all that is told. */
  | { readonly type: 'opened'; readonly stream: number }
  | { readonly type: 'started'; readonly stream: number; readonly startMs: number }
  | { readonly type: 'partial' | 'final'; readonly stream: number; readonly utterance: RecognizedUtterance }
  | {
      readonly type: 'progress';
      readonly stream: number;
      readonly handledMs: number;
      readonly speechMs: number;
    }
  | {
      readonly type: 'wordless';
      readonly stream: number;
      readonly startMs: number;
      readonly endMs: number;
    }
  | { readonly type: 'flushed'; readonly stream: number; readonly flush: number }
  /** `busy`: more people speak than can be written down in time. */
  | { readonly type: 'failed'; readonly stream: number; readonly reason: 'failed' | 'busy' };
