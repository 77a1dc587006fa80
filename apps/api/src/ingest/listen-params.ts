import { z } from 'zod';
import { CODECS, CONVERSATION_SOURCES, SAMPLE_RATES, type Codec } from '#libs/contracts';
import type { LiveParams } from '#libs/conversations';
import { AppError, canonicalUuid } from '#libs/kernel';

/** Silence that ends a conversation, seconds. Limits and default of the reference; `-1` asks for the longest. */
const TIMEOUT = { shortest: 120, longest: 14_400, standard: 120 } as const;
export const LONGEST_TIMEOUT_S = TIMEOUT.longest;

const text = z.string().trim().max(200).optional().catch(undefined);
const enabled = z
  .unknown()
  .transform((value) => value === 'enabled')
  .default(false);
const querySchema = z.object({
  codec: z.string().default('pcm8'),
  sample_rate: z.coerce.number().int().default(8000).catch(Number.NaN),
  language: z.string().trim().min(1).max(20).default('en').catch('en'),
  source: z.enum(CONVERSATION_SOURCES).default('omi').catch('omi'),
  conversation_timeout: z.coerce.number().int().default(TIMEOUT.standard).catch(TIMEOUT.standard),
  session_id: text,
  device_id: text,
  platform: text,
  client_conversation_id: text,
  custom_stt: enabled,
  speaker_auto_assign: enabled,
  create_speakers: z
    .unknown()
    .transform((value) => !['false', '0', false].includes(value as string))
    .default(true),
  vad_gate: z.enum(['enabled', 'disabled']).nullable().default(null).catch(null),
});

/**
 * Reads the handshake's query by the names of the reference. Unknown names and odd values of preferences never keep a device away; a format
 * that cannot be decoded does: `invalid` CODEC_UNSUPPORTED, SAMPLE_RATE_UNSUPPORTED.
 */
export function listenParamsFrom(query: Readonly<Record<string, unknown>>): LiveParams {
  const parsed = querySchema.parse(query);
  const codec = codecFrom(parsed.codec);
  return {
    codec,
    sampleRate: rateFrom(codec, parsed.sample_rate),
    language: parsed.language,
    source: parsed.source,
    timeoutSeconds: clampTimeout(parsed.conversation_timeout),
    sessionId: (parsed.session_id && canonicalUuid(parsed.session_id)) ?? null,
    deviceId: parsed.device_id || null,
    platform: parsed.platform || null,
    clientConversationId:
      (parsed.client_conversation_id && canonicalUuid(parsed.client_conversation_id)) ?? null,
    channels: [],
    callId: null,
    customStt: parsed.custom_stt,
    speakerAutoAssign: parsed.speaker_auto_assign,
    createSpeakers: parsed.create_speakers,
    voiceGate: parsed.vad_gate,
  };
}

/** `invalid` CODEC_UNSUPPORTED, with the names of those that are. */
export function codecFrom(name: string): Codec {
  const codec = CODECS.find((known) => known === name);
  if (codec) return codec;
  throw new AppError(
    'invalid',
    'CODEC_UNSUPPORTED',
    `This codec is not supported; use one of ${CODECS.join(', ')}.`,
    { allowed: CODECS },
  );
}

/** `invalid` SAMPLE_RATE_UNSUPPORTED, with the rates that go with the codec. */
export function rateFrom(codec: Codec, rate: number): number {
  const allowed = SAMPLE_RATES[codec];
  if (allowed.includes(rate)) return rate;
  throw new AppError(
    'invalid',
    'SAMPLE_RATE_UNSUPPORTED',
    `${codec} is accepted at ${allowed.join(', ')} Hz; set sample_rate to one of these.`,
    { allowed },
  );
}

export function clampTimeout(seconds: number): number {
  if (seconds === -1) return TIMEOUT.longest;
  return Math.min(TIMEOUT.longest, Math.max(TIMEOUT.shortest, seconds));
}
