import { describe, expect, it } from 'vitest';
import { CODECS, SAMPLE_RATES } from '#libs/contracts';
import { validateFormat } from './audio-format.js';

function refusal(codec: string, rate: number): { code: string; message: string; details: unknown } {
  try {
    validateFormat(codec, rate);
  } catch (error) {
    return error as never;
  }
  throw new Error('accepted');
}

describe('audio format', () => {
  it('accepts every codec at every rate that is offered', () => {
    for (const codec of CODECS) {
      for (const sampleRate of SAMPLE_RATES[codec]) {
        expect(validateFormat(codec, sampleRate)).toEqual({ codec, sampleRate });
      }
    }
  });

  it('refuses an unknown codec and says which are known', () => {
    expect(refusal('mp3', 16_000)).toMatchObject({
      code: 'CODEC_UNSUPPORTED',
      message: expect.stringContaining('opus_fs320'),
      details: { allowed: CODECS },
    });
  });

  it('refuses a rate that the codec is not taken at and says which are', () => {
    expect(refusal('pcm16', 11_025)).toMatchObject({
      code: 'SAMPLE_RATE_UNSUPPORTED',
      message: expect.stringContaining('44100'),
      details: { codec: 'pcm16', allowed: SAMPLE_RATES.pcm16 },
    });
  });
});
