import {
  SPEECH_SAMPLE_RATE,
  type RecognizedUtterance,
  type SpeechStream,
  type SpeechStreamEvents,
} from '../ports/speech-to-text.js';

const PIECE_SAMPLES = 10 * SPEECH_SAMPLE_RATE;
/** More than the longest utterance, so that there is always something to wait for. */
const MAX_BACKLOG_MS = 60_000;

/** Sends a recording through a stream, no faster than it is recognized, and gathers what it tells. Throws what the stream fails with. */
export async function transcribeRecording(
  samples: Int16Array,
  open: (events: SpeechStreamEvents) => SpeechStream | Promise<SpeechStream>,
): Promise<RecognizedUtterance[]> {
  const utterances: RecognizedUtterance[] = [];
  let moved = Promise.withResolvers<void>();
  const move = () => {
    moved.resolve();
    moved = Promise.withResolvers<void>();
  };
  let failure: Error | undefined;
  const stream = await open({
    onSpeechStart: () => undefined,
    onPartial: () => undefined,
    onFinal: (utterance) => void utterances.push(utterance),
    onProgress: move,
    onError: (error) => {
      failure = error;
      move();
    },
  });
  for (let read = 0; read < samples.length && !failure; read += PIECE_SAMPLES) {
    stream.push(samples.subarray(read, read + PIECE_SAMPLES));
    while (stream.backlogMs > MAX_BACKLOG_MS && !failure) await moved.promise;
  }
  await stream.close();
  if (failure) throw failure;
  return utterances;
}
