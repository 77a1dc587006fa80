import { CONVERSATION_SOURCES, type Codec, type ConversationSource } from '#libs/contracts';
import type { LiveChannel, LiveParams } from '#libs/conversations';
import { canonicalUuid } from '#libs/kernel';
import { clampTimeout, codecFrom, LONGEST_TIMEOUT_S, rateFrom } from '../listen-params.js';
import { CLOSE, SocketRefusal } from './socket-refusal.js';

/** What a handshake says besides who it comes from. */
export interface OmiHandshake {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** A browser's door knows fewer parameters. */
  readonly isBrowser: boolean;
}

/** A call's two voices, by the first byte of their frames. Source: specification of the listen protocol, §2.4. */
const CALL_CHANNELS: readonly LiveChannel[] = [
  { id: 0x01, speaker: 0, isUser: true },
  { id: 0x02, speaker: 1, isUser: false },
];
/** Codecs that a call may use. */
const CALL_CODECS: ReadonlySet<Codec> = new Set<Codec>(['opus', 'opus_fs320', 'pcm8', 'pcm16']);
const MAX_TEXT = 200;

/**
 * Reads the query and the optional headers by the rules of the reference: names that are unknown and preferences that are odd never keep a
 * client away; a number or a truth value that is none closes with 1008, a format that cannot be decoded with 1003 (`SocketRefusal`; codec
 * and rate throw `invalid` CODEC_UNSUPPORTED, SAMPLE_RATE_UNSUPPORTED).
 */
export function omiParamsFrom({ query, headers, isBrowser }: OmiHandshake): LiveParams {
  const read = new QueryReader(query);
  const codec = codecFrom(read.text('codec') ?? 'pcm8');
  const sampleRate = rateFrom(codec, read.integer('sample_rate', 8_000));
  const timeoutSeconds = clampTimeout(read.integer('conversation_timeout', 120));
  // Read as the reference reads it; the owner's voice is found by its sound, not by a recording played first.
  read.flag('include_speech_profile', true);
  return {
    codec,
    sampleRate,
    language: languageFrom(read.text('language')),
    source: sourceFrom(read.text('source')),
    sessionId: null,
    deviceId: textOf(headers['x-device-id-hash']),
    platform: textOf(headers['x-app-platform']),
    clientConversationId: canonicalUuid(read.text('client_conversation_id') ?? '') ?? null,
    customStt: read.text('custom_stt') === 'enabled',
    ...(isBrowser ? BROWSER_PREFERENCES : preferencesFrom(read)),
    ...(read.integer('channels', 1) >= 2 ? callFrom(read, codec) : { ...NO_CALL, timeoutSeconds }),
  };
}

const NO_CALL: Pick<LiveParams, 'channels' | 'callId'> = { channels: [], callId: null };

/** Several voices at once: a call, which ends with its connection and not by silence. */
function callFrom(
  read: QueryReader,
  codec: Codec,
): Pick<LiveParams, 'channels' | 'callId' | 'timeoutSeconds'> {
  if (!CALL_CODECS.has(codec)) {
    throw new SocketRefusal(CLOSE.unsupportedData, 'Several channels are accepted as Opus or PCM');
  }
  return {
    channels: CALL_CHANNELS,
    callId: read.text('call_id') ?? null,
    timeoutSeconds: LONGEST_TIMEOUT_S,
  };
}

type Preferences = Pick<LiveParams, 'speakerAutoAssign' | 'createSpeakers' | 'voiceGate'>;

const BROWSER_PREFERENCES: Preferences = { speakerAutoAssign: false, createSpeakers: true, voiceGate: null };

function preferencesFrom(read: QueryReader): Preferences {
  const gate = read.text('vad_gate');
  return {
    speakerAutoAssign: read.text('speaker_auto_assign') === 'enabled',
    createSpeakers: read.flag('create_speakers', true),
    voiceGate: gate === 'enabled' || gate === 'disabled' ? gate : null,
  };
}

function languageFrom(given: string | undefined): string {
  const language = given?.slice(0, 20) ?? 'en';
  return language === 'auto' ? 'multi' : language;
}

function sourceFrom(given: string | undefined): ConversationSource {
  return CONVERSATION_SOURCES.find((known) => known === given) ?? 'omi';
}

function textOf(header: string | string[] | undefined): string | null {
  const text = (Array.isArray(header) ? header[0] : header)?.trim().slice(0, MAX_TEXT);
  return text || null;
}

/** Converts as the reference's framework does: the last of several values counts, whole numbers and truth values are read leniently. */
class QueryReader {
  constructor(private readonly query: URLSearchParams) {}

  /** Undefined when it is missing or empty. */
  text(name: string): string | undefined {
    return this.last(name)?.trim().slice(0, MAX_TEXT) || undefined;
  }

  integer(name: string, standard: number): number {
    const given = this.last(name);
    if (given === undefined) return standard;
    if (/^\s*[+-]?\d+(\.0*)?\s*$/.test(given)) return Number.parseInt(given, 10);
    throw unreadable(name, 'a whole number');
  }

  flag(name: string, standard: boolean): boolean {
    const given = this.last(name);
    if (given === undefined) return standard;
    const word = given.trim().toLowerCase();
    if (['true', '1', 'on', 't', 'yes', 'y'].includes(word)) return true;
    if (['false', '0', 'off', 'f', 'no', 'n'].includes(word)) return false;
    throw unreadable(name, 'true or false');
  }

  private last(name: string): string | undefined {
    return this.query.getAll(name).at(-1);
  }
}

function unreadable(name: string, expected: string): SocketRefusal {
  return new SocketRefusal(CLOSE.policyViolation, `The parameter ${name} must be ${expected}`);
}
