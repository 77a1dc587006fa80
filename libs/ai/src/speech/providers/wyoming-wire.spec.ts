import { describe, expect, it } from 'vitest';
import { wyomingBytes, WyomingReader, type WyomingEvent } from './wyoming-wire.js';

const DATA = Buffer.from('{"text":"grüße\\n"}');
const STREAM = Buffer.concat([
  Buffer.from('{"type":"transcript","data":{"text":"old","language":"de"},'),
  Buffer.from(`"data_length":${DATA.length},"payload_length":5}\n`),
  DATA,
  Buffer.from('ab\n{}'),
  Buffer.from('{"type":"pong","version":"1.8.0"}\n'),
]);
const EVENTS = [
  { type: 'transcript', data: { text: 'grüße\n', language: 'de' } },
  { type: 'pong', data: {} },
];

function read(...pieces: readonly Uint8Array[]): WyomingEvent[] | undefined {
  const reader = new WyomingReader();
  const events: WyomingEvent[] = [];
  for (const piece of pieces) {
    const read = reader.read(piece);
    if (!read) return undefined;
    events.push(...read);
  }
  return events;
}

describe('the wire of Wyoming', () => {
  it('is read in whatever pieces it comes', () => {
    expect(read(STREAM)).toEqual(EVENTS);
    expect(read(...[...STREAM].map((byte) => Uint8Array.of(byte)))).toEqual(EVENTS);
    for (let cut = 0; cut <= STREAM.length; cut += 1) {
      expect(read(STREAM.subarray(0, cut), STREAM.subarray(cut))).toEqual(EVENTS);
    }
  });

  it('is written so that it can be read', () => {
    const bytes = wyomingBytes({ type: 'audio-chunk', data: { rate: 16_000 }, payload: Buffer.from('pcm') });
    expect(bytes.toString()).toBe('{"type":"audio-chunk","data":{"rate":16000},"payload_length":3}\npcm');
    expect(read(bytes)).toEqual([{ type: 'audio-chunk', data: { rate: 16_000 } }]);
  });

  it.each([
    ['no JSON', 'hello\n'],
    ['JSON that is no object', '[1]\n'],
    ['an event without a type', '{"data":{}}\n'],
    ['more data than can be', '{"type":"a","data_length":2000000}\n'],
    ['a negative length', '{"type":"a","payload_length":-1}\n'],
    ['a length that is no number', '{"type":"a","payload_length":"5"}\n'],
    ['data that is no JSON', '{"type":"a","data_length":3}\nxyz'],
    ['a line that does not end', 'x'.repeat(300_000)],
  ])('is not %s', (_what, text) => {
    expect(read(Buffer.from(text))).toBeUndefined();
  });

  it('takes nulls for what is not there', () => {
    expect(read(Buffer.from('{"type":"a","data":null,"data_length":null,"payload_length":null}\n'))).toEqual([
      { type: 'a', data: {} },
    ]);
  });
});
