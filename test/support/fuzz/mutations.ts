import { CODECS, packFrames } from '#libs/contracts';
import type { Random } from './random.js';

/** Stands in every text that is sent, and must stand in no line of the log. */
export const SPOKEN = 'zebrafish';

const ODD_VALUES: readonly unknown[] = [
  null, true, 0, -1, 1.5, 2 ** 53, 1e308, '', SPOKEN, '\u0000', '💥'.repeat(40), [], {}, [[]], { type: SPOKEN },
  '__proto__', 'NaN', '../../etc/passwd', -0, '9'.repeat(400),
]; // prettier-ignore

const TEXTS: readonly Readonly<Record<string, unknown>>[] = [
  { type: 'suggested_transcript', segments: [{ text: SPOKEN, start: 0, end: 1, is_user: true }], stt_provider: 'x' },
  { type: 'speaker_assigned', speaker_id: 1, person_id: 'user', person_name: SPOKEN, segment_ids: ['a', 'b'] },
  { type: 'image_chunk', id: SPOKEN, index: 0, total: 2, data: '/9j/4AAQ' },
  { type: 'image_chunk', id: 'one', index: 0, total: 1, data: '/9j/4AAQSkZJRg==' },
  { type: 'CloseStream' },
  { type: 'skip_question' },
  { type: 'auth', token: SPOKEN },
  { type: SPOKEN },
]; // prettier-ignore

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  codec: [...CODECS, ...CODECS, 'opus_fs320', 'mp7', ''],
  sample_rate: ['16000', '16000', '16000', '8000', '44100', '0', '-1', 'x', '1e9'],
  language: ['en', 'en', 'multi', 'auto', 'de-DE', 'xx', SPOKEN, ''],
  channels: ['1', '1', '1', '2', '3', '0', '-5', 'many'],
  conversation_timeout: ['120', '-1', '0', '99999999', SPOKEN],
  source: ['omi', 'phone', 'desktop', 'phone_call', SPOKEN],
  custom_stt: ['disabled', 'enabled', SPOKEN],
  client_conversation_id: ['00000000-0000-4000-8000-000000000001', SPOKEN],
  include_speech_profile: ['true', '0', SPOKEN],
  call_id: [SPOKEN, 'x'.repeat(5_000)],
  session_id: [SPOKEN, '00000000-0000-4000-8000-000000000002'],
};

/** Parameters of a handshake: some as they should be, some not, some left out. */
export function mutatedQuery(random: Random): Record<string, string> {
  const query: Record<string, string> = { codec: 'opus_fs320', sample_rate: '16000' };
  for (const [name, values] of Object.entries(PARAMETERS)) {
    if (random.chance(0.3)) query[name] = random.pick(values);
  }
  if (random.chance(0.1)) query[SPOKEN] = '\u0000'.repeat(random.below(9));
  return query;
}

/** JSON in which values were exchanged, left out or nested. */
export function mutatedJson(
  random: Random,
  template: Readonly<Record<string, unknown>> = random.pick(TEXTS),
) {
  const message: Record<string, unknown> = { ...template };
  for (const name of Object.keys(message)) {
    if (random.chance(0.15)) delete message[name];
    else if (random.chance(0.25)) message[name] = mutatedValue(random, message[name]);
  }
  return message;
}

function mutatedValue(random: Random, value: unknown): unknown {
  if (Array.isArray(value) && random.chance(0.5)) {
    return Array.from({ length: random.below(300) }, () => (random.chance(0.5) ? value[0] : odd(random)));
  }
  return odd(random);
}

function odd(random: Random): unknown {
  return random.pick(ODD_VALUES);
}

/** A text message: JSON, or something that once was some. */
export function mutatedText(random: Random): string {
  const text = JSON.stringify(mutatedJson(random));
  if (random.chance(0.6)) return text;
  const at = random.below(text.length);
  const ways = [
    () => text.slice(0, at),
    () => text.slice(0, at) + random.pick(['"', '{', '\u0000', '\ud800', ',,']) + text.slice(at),
    () => text + text,
    () => '['.repeat(random.below(20_000)),
    () => JSON.stringify(odd(random)),
    () => Buffer.from(random.bytes(random.below(200))).toString('latin1'),
  ];
  return random.pick(ways)();
}

/** A frame of sound that was turned over, cut, lengthened or made up. */
export function mutatedFrame(random: Random, frames: readonly Uint8Array[]): Uint8Array {
  const frame = Uint8Array.from(random.pick(frames));
  const ways = [
    () => frame,
    () => frame.slice(0, random.below(frame.length)),
    () => flipped(random, frame),
    () => flipped(random, frame),
    () => Uint8Array.from([...frame, ...random.bytes(random.below(2_000))]),
    () => Uint8Array.of(random.below(256), ...frame),
    () => random.bytes(random.below(4)),
    () => random.bytes(random.below(3_000)),
    () => Uint8Array.from(Buffer.from(mutatedText(random))),
    () => new Uint8Array(random.chance(0.02) ? 1_100_000 : 50_000),
  ];
  return random.pick(ways)();
}

function flipped(random: Random, frame: Uint8Array): Uint8Array {
  for (let flips = 1 + random.below(8); flips > 0; flips -= 1) {
    frame[random.below(frame.length)]! ^= 1 << random.below(8);
  }
  return frame;
}

/** What a device of the Mneme protocol emits: the name and the arguments ahead of the acknowledgement. */
export function mutatedEmission(
  random: Random,
  frames: readonly Uint8Array[],
  seq: number,
): [string, ...unknown[]] {
  const batch = () => Array.from({ length: 1 + random.below(20) }, () => mutatedFrame(random, frames));
  const ways: (() => [string, ...unknown[]])[] = [
    () => ['audio.batch', seq, packFrames(batch().filter(({ length }) => length > 0 && length < 60_000))],
    () => ['audio.batch', seq + random.below(100) - 50, packFrames([random.pick(frames)])],
    () => ['audio.batch', odd(random), packFrames([random.pick(frames)])],
    () => ['audio.batch', seq, flipped(random, Uint8Array.from(packFrames([random.pick(frames)])))],
    () => ['audio.batch', seq, random.bytes(random.below(500))],
    () => ['audio.batch', seq, odd(random)],
    () => ['audio.batch'],
    () => ['audio.flush', ...(random.chance(0.3) ? [odd(random)] : [])],
    () => ['transcript.suggested', mutatedJson(random, TEXTS[0])],
    () => ['speaker.assigned', mutatedJson(random, TEXTS[1])],
    () => ['photo.taken', mutatedJson(random, { id: SPOKEN, jpeg: random.bytes(random.below(400)) })],
    () => ['conversation.finalize', ...(random.chance(0.3) ? [odd(random)] : [])],
    () => [random.pick([SPOKEN, 'segments', 'session.ready', '__proto__']), odd(random)],
    () => ['audio.end'],
  ];
  return random.pick(ways)();
}
