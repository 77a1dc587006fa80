import { beforeEach, describe, expect, it } from 'vitest';
import { SonioxMessages } from './soniox-messages.js';
import type { VendorNews } from './vendor-link.js';

/** What was told, in order: final words with how far all is decided, partial words, and everything else by its name. */
type Told = readonly [kind: string, words?: string, untilMs?: number];

describe('messages of Soniox', () => {
  let told: Told[];
  let messages: SonioxMessages;

  beforeEach(() => {
    told = [];
    const tell = (kind: string) => () => void told.push([kind]);
    const news: VendorNews = {
      onReady: tell('ready'),
      onPartialWords: (words) => void told.push(['partial', words.map(({ text }) => text).join(' ')]),
      onFinalWords: (words, untilSeconds) =>
        void told.push(['final', words.map(({ text }) => text).join(' '), untilSeconds * 1_000]),
      onUtteranceEnd: tell('end'),
      onFinalized: tell('finalized'),
      onEnded: tell('ended'),
      onSign: tell('sign'),
      onNonsense: tell('nonsense'),
      onFailure: tell('failure'),
    };
    messages = new SonioxMessages(news);
  });

  /** `text@startMs`, final ones with an exclamation mark in front. */
  function hear(tokens: readonly string[], finalMs: number, totalMs: number, rest: object = {}): void {
    const read = tokens.map((token) => {
      const [, mark, text, start] = /^(!?)([^@]*)@?(\d*)$/.exec(token)!;
      const startMs = Number(start);
      return { text, is_final: mark === '!', start_ms: startMs, end_ms: startMs + 200, confidence: 1 };
    });
    const progress = { final_audio_proc_ms: finalMs, total_audio_proc_ms: totalMs };
    messages.tell(JSON.stringify({ tokens: read, ...progress, ...rest }));
  }

  it('decide nothing from where a word is still open, so that it is heard again if the stream ends there', () => {
    hear(['!every@1000', 'body@1200'], 1_200, 1_500);
    expect(told).toEqual([['partial', 'everybody']]);
    hear(['!body@1200', '! is@1400', ' he@1600'], 1_600, 1_900);
    expect(told.slice(1)).toEqual([
      ['final', 'everybody', 1_400],
      ['partial', 'is he'],
    ]);
  });

  it('complete the open word at the end of what somebody says', () => {
    hear(['!so@1000', '!<end>', 'and@3000'], 2_500, 3_200);
    expect(told).toEqual([['final', 'so', 2_500], ['end'], ['partial', 'and']]);
  });

  it('answer a request to finalize, after the words that it made final', () => {
    hear(['!so@1000', '! it@1200', '!<fin>'], 2_000, 2_000);
    expect(told.slice(0, 2)).toEqual([['final', 'so it', 2_000], ['finalized']]);
  });

  it('tell the last words before the end', () => {
    hear(['!so@1000'], 1_200, 1_500);
    hear([], 2_000, 2_000, { finished: true });
    expect(told.slice(1)).toEqual([['final', 'so', 2_000], ['ended']]);
  });

  it('decide silence that was heard some time ago', () => {
    hear([], 0, 1_500);
    hear([], 0, 9_000);
    expect(told).toEqual([
      ['final', '', 0],
      ['final', '', 7_000],
    ]);
  });

  it.each(['', 'hello', '[]', '{"tokens":"none"}', '{"tokens":[{"text":7}],"final_audio_proc_ms":1}'])(
    'are not %j',
    (text) => {
      expect(messages.tell(text)).toBeUndefined();
      expect(told).toEqual([['nonsense']]);
    },
  );

  it('may be an error, of which the code counts', () => {
    expect(messages.tell('{"tokens":[],"error_code":503,"error_message":"a text of the vendor"}')).toBe(503);
    expect(told).toEqual([]);
  });
});
