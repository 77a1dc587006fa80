import { NO_FATE } from '#libs/transcription';
import type { LiveParams } from './live-client.js';
import { conversationIdsOf, type CallPart, type RecordingSession } from '../store/recording-session.js';
import { newSpan } from './spans.rules.js';

/** The longest silence of a call, seconds. Source: specification of the listen protocol, §2.4. */
const CALL_TIMEOUT_SECONDS = 14_400;

/** What a new recording begins with. */
export interface NewSession {
  readonly id: string;
  readonly params: LiveParams;
  readonly conversationId: string;
  /** Numbers of voices below this one are taken in the conversation. */
  readonly voices: number;
  readonly nodeId: string;
  readonly now: Date;
  readonly call?: CallPart;
}

export function isCall({ channels }: Pick<LiveParams, 'channels'>): boolean {
  return channels.length > 0;
}

export function timeoutSecondsOf(params: LiveParams): number {
  return isCall(params) ? CALL_TIMEOUT_SECONDS : params.timeoutSeconds;
}

export function newSession(begin: NewSession): RecordingSession {
  const { id, params, conversationId, voices, nodeId, now, call } = begin;
  const spans = [newSpan(conversationId, 0)];
  return {
    id,
    node_id: nodeId,
    source: params.source,
    client_device_id: params.deviceId,
    client_platform: params.platform,
    codec: params.codec,
    sample_rate: params.sampleRate,
    language: params.language,
    timeout_seconds: timeoutSecondsOf(params),
    started_at: now,
    updated_at: now,
    spans,
    conversation_ids: conversationIdsOf(spans),
    handled_ms: 0,
    fate: NO_FATE,
    voices,
    ...(call ? { call } : {}),
    custom_stt: params.customStt,
    voice_gate: params.voiceGate,
    create_speakers: params.createSpeakers,
    client_conversation_id: params.clientConversationId,
    state: 'open',
  };
}
