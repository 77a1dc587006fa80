import { describe, expect, it } from 'vitest';
import { readRecordingName } from './recording-name.rules.js';

const NOW = Date.UTC(2026, 4, 1, 12);
const AT_S = Date.UTC(2026, 4, 1, 10) / 1_000;
const OPUS = { codec: 'opus', sampleRate: 16_000 };
const read = (name: string) => readRecordingName(name, NOW);

describe('the name of a recording', () => {
  it.each([
    [`audio_omi_opus_16000_1_fs160_${AT_S}.bin`, OPUS],
    [`audio_omi_opus_fs320_16000_1_fs320_${AT_S}.bin`, OPUS],
    [`audio_${AT_S}.bin`, OPUS],
    [`audio_phone_pcm16_16000_1_fs160_${AT_S}.bin`, { codec: 'pcm16', sampleRate: 16_000 }],
    [`audio_phone_pcm16_44100_1_fs160_${AT_S}.bin`, { codec: 'pcm16', sampleRate: 44_100 }],
    [`audio_friend_pcm8_8000_1_fs160_${AT_S}.bin`, { codec: 'pcm8', sampleRate: 8_000 }],
    [`audio_friend_pcm8_${AT_S}.bin`, { codec: 'pcm8', sampleRate: 8_000 }],
    [`audio_phone_pcm16_loud_${AT_S}.bin`, { codec: 'pcm16', sampleRate: 16_000 }],
    [`audio_omi_aac_16000_1_${AT_S}.bin`, { codec: 'aac', sampleRate: 16_000 }],
    [`audio_omi_lc3_16000_1_fs1030_${AT_S}.bin`, { codec: 'lc3_fs1030', sampleRate: 16_000 }],
  ])('%s tells time and format', (name, format) => {
    expect(read(name)).toEqual({ recordedAtMs: AT_S * 1_000, format, source: 'omi' });
  });

  it('may count milliseconds, or parts of a second', () => {
    expect(read(`audio_${AT_S * 1_000 + 250}.bin`).recordedAtMs).toBe(AT_S * 1_000 + 250);
    expect(read(`audio_${AT_S}.25.bin`).recordedAtMs).toBe(AT_S * 1_000 + 250);
  });

  it('says where it came from', () => {
    expect(read(`Limitless_pendant_${AT_S}.bin`).source).toBe('limitless');
  });

  it('is taken without the folders that a client may put before it', () => {
    for (const folder of ['../../etc/', '/etc/', 'C:\\recordings\\', '..\\'])
      expect(read(`${folder}audio_${AT_S}.bin`).recordedAtMs).toBe(AT_S * 1_000);
  });

  it.each([
    'audio.bin',
    `${AT_S}.bin`,
    `audio_${AT_S}.wav`,
    'audio_today.bin',
    `audio_${AT_S}`,
    'audio_.bin',
    '',
    'audio_1e9.bin',
    'audio_-5.bin',
    `audio_${'9'.repeat(40)}.bin`,
  ])('%s is refused', (name) => {
    // prettier-ignore
    expect(() => read(name)).toThrow(expect.objectContaining({ kind: 'invalid', code: 'RECORDING_NAME_INVALID' }));
  });

  it('is refused with a time in the future, or before there were devices', () => {
    for (const atMs of [NOW + 1_000, Date.UTC(2023, 11, 31, 23, 59, 59), 0]) {
      const name = `audio_${atMs / 1_000}.bin`;
      expect(() => read(name)).toThrow(expect.objectContaining({ code: 'RECORDING_TIME_INVALID' }));
    }
  });
});
