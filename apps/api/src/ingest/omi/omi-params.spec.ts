import { describe, expect, it } from 'vitest';
import { omiParamsFrom } from './omi-params.js';
import type { SocketRefusal } from './socket-refusal.js';

const FORMAT = 'codec=opus&sample_rate=16000';
const read = (query: string, headers: Record<string, string> = {}) =>
  omiParamsFrom({ query: new URLSearchParams(query), headers, isBrowser: false });
const refusalOf = (query: string) => {
  try {
    read(query);
  } catch (error) {
    return error as SocketRefusal;
  }
  throw new Error('was not refused');
};

describe('what a client of the reference asks for', () => {
  it('is the reference’s default when it says nothing', () => {
    expect(read('')).toEqual({
      codec: 'pcm8',
      sampleRate: 8_000,
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

  it('is read from what the app of May 2026 sends', () => {
    const query =
      'language=multi&sample_rate=16000&codec=opus_fs320&uid=x&include_speech_profile=True&stt_service=soniox' +
      '&conversation_timeout=300&source=phone&speaker_auto_assign=enabled&vad_gate=enabled&brand_new=1';
    expect(
      read(query, { 'x-app-platform': 'ios', 'x-device-id-hash': 'abc', 'x-app-version': '1.2' }),
    ).toMatchObject({
      codec: 'opus_fs320',
      language: 'multi',
      timeoutSeconds: 300,
      source: 'phone',
      speakerAutoAssign: true,
      voiceGate: 'enabled',
      platform: 'ios',
      deviceId: 'abc',
    });
  });

  it.each([
    ['stt_service', 'stt_service=&stt_service=martian'], ['source', 'source=toaster'], ['uid', 'uid='],
    ['client_conversation_id', 'client_conversation_id=mine'], ['vad_gate', 'vad_gate=maybe'],
    ['call_id', 'call_id=alone'], ['onboarding', 'onboarding=enabled'], ['custom_stt', 'custom_stt=true'],
    ['speaker_auto_assign', 'speaker_auto_assign=1'],
  ])('never keeps it away for an odd %s', (_, query) => {
    expect(read(`${FORMAT}&${query}`)).toMatchObject({
      source: 'omi',
      clientConversationId: null,
      voiceGate: null,
      callId: null,
      customStt: false,
      speakerAutoAssign: false,
    });
  }); // prettier-ignore

  it('finds the language itself when asked to, and keeps regions', () => {
    const languages = ['language=auto', 'language=pt-BR', 'language='].map((query) => read(query).language);
    expect(languages).toEqual(['multi', 'pt-BR', 'en']);
  });

  it('holds the silence between two minutes and four hours, and takes -1 for the longest', () => {
    const timeout = (seconds: string) => read(`conversation_timeout=${seconds}`).timeoutSeconds;
    expect(['2', '300', '99999', '-1', '-7'].map(timeout)).toEqual([120, 300, 14_400, 14_400, 120]);
  });

  it.each([
    ['sample_rate', '16000.0', true], ['sample_rate', ' 16000 ', true], ['sample_rate', '+16000', true],
    ['sample_rate', '16000.5', false], ['sample_rate', '', false], ['sample_rate', '0x10', false],
    ['channels', 'two', false], ['channels', '1', true], ['conversation_timeout', 'soon', false],
    ['include_speech_profile', 'YES', true], ['include_speech_profile', '', false],
    ['create_speakers', 'off', true], ['create_speakers', '2', false],
  ])('converts as the reference’s framework does: %s=%s', (name, value, accepted) => {
    const query = `${FORMAT}&${new URLSearchParams({ [name]: value }).toString()}`;
    if (accepted) return void expect(() => read(query)).not.toThrow();
    expect(refusalOf(query)).toMatchObject({ code: 1008, reason: expect.stringContaining(name) as string });
  }); // prettier-ignore

  it('counts the last of several values', () => {
    expect(read(`${FORMAT}&source=phone&source=desktop`).source).toBe('desktop');
  });

  it('has two voices in a call, four hours of patience and the id of the call', () => {
    expect(read(`${FORMAT}&channels=2&call_id=c-1&source=phone_call&conversation_timeout=120`)).toMatchObject(
      {
        channels: [
          { id: 1, speaker: 0, isUser: true },
          { id: 2, speaker: 1, isUser: false },
        ],
        callId: 'c-1',
        timeoutSeconds: 14_400,
      },
    );
  });

  it('has its own id for the conversation put into the usual form', () => {
    const id = '0D1E2F30-4152-4364-8576-8798A9BACBDC';
    expect(read(`client_conversation_id=%20${id}%20`).clientConversationId).toBe(id.toLowerCase());
  });
});
