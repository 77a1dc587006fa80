import { describe, expect, it } from 'vitest';
import type { AppError } from '#libs/kernel';
import { listenParamsFrom } from './listen-params.js';

const opus = { codec: 'opus', sample_rate: '16000' };
const refusalOf = (query: Record<string, unknown>): AppError => {
  try {
    listenParamsFrom(query);
  } catch (error) {
    return error as AppError;
  }
  throw new Error('was not refused');
};

describe('what a device announces', () => {
  it('is the reference’s default when it says nothing', () => {
    expect(listenParamsFrom({})).toEqual({
      codec: 'pcm8',
      sampleRate: 8000,
      language: 'en',
      source: 'omi',
      timeoutSeconds: 120,
      sessionId: null,
      deviceId: null,
      platform: null,
      clientConversationId: null,
      channels: [],
      callId: null,
      customStt: false,
      speakerAutoAssign: false,
      createSpeakers: true,
      voiceGate: null,
    });
  });

  it('switches on what it asks for in the words of the reference, and nothing for other words', () => {
    const wishes = {
      ...opus,
      custom_stt: 'enabled',
      speaker_auto_assign: 'enabled',
      create_speakers: 'false',
      vad_gate: 'disabled',
      client_conversation_id: '0D1E2F30-4152-4364-8576-8798A9BACBDC',
    };
    expect(listenParamsFrom(wishes)).toMatchObject({
      customStt: true,
      speakerAutoAssign: true,
      createSpeakers: false,
      voiceGate: 'disabled',
      clientConversationId: '0d1e2f30-4152-4364-8576-8798a9bacbdc',
    });
    const odd = {
      ...opus,
      custom_stt: 'true',
      speaker_auto_assign: 1,
      create_speakers: 'maybe',
      vad_gate: 'on',
    };
    expect(listenParamsFrom({ ...odd, client_conversation_id: 'mine' })).toMatchObject({
      customStt: false,
      speakerAutoAssign: false,
      createSpeakers: true,
      voiceGate: null,
      clientConversationId: null,
    });
  });

  it('never keeps a device away for a preference that is odd or unknown', () => {
    const odd = {
      ...opus,
      source: 'toaster',
      conversation_timeout: 'soon',
      session_id: 'not-a-uuid',
      stt_service: 'x',
      uid: 'eve',
    };
    expect(listenParamsFrom(odd)).toMatchObject({ source: 'omi', timeoutSeconds: 120, sessionId: null });
  });

  it('holds the silence between two minutes and four hours, and takes -1 for the longest', () => {
    const timeout = (seconds: number) =>
      listenParamsFrom({ ...opus, conversation_timeout: seconds }).timeoutSeconds;
    expect([2, 300, 99_999, -1].map(timeout)).toEqual([120, 300, 14_400, 14_400]);
  });

  it('refuses a codec that cannot be decoded and names those that can', () => {
    const refusal = refusalOf({ codec: 'mp7' });
    expect(refusal).toMatchObject({ kind: 'invalid', code: 'CODEC_UNSUPPORTED' });
    expect(refusal.message).toContain('opus');
    expect(refusal.message).not.toContain('mp7');
  });

  it('refuses a rate that does not go with the codec', () => {
    for (const sample_rate of ['8000', 'fast', '-16000', '16000.5', '']) {
      expect(refusalOf({ codec: 'opus', sample_rate }).code).toBe('SAMPLE_RATE_UNSUPPORTED');
    }
  });

  it('accepts every rate that it names', () => {
    for (const rate of refusalOf({ codec: 'pcm16', sample_rate: 1 }).details['allowed'] as number[]) {
      expect(listenParamsFrom({ codec: 'pcm16', sample_rate: String(rate) }).sampleRate).toBe(rate);
    }
  });
});
