import { describe, expect, it } from 'vitest';
import type { ResponseMessage } from '#libs/contracts';
import { encodeFrame } from './frame-stream.js';

/** What a client of the reference does with a frame. */
const decode = (frame: string) =>
  frame
    .replace(/\n\n$/, '')
    .replace(/^\w+: /, '')
    .replaceAll('__CRLF__', '\n');

describe('a frame of the chat', () => {
  it('is one line and an empty one, with exactly one space after the colon', () => {
    expect(encodeFrame({ kind: 'data', text: ' leading space' })).toBe('data:  leading space\n\n');
  });

  it('brings line breaks to the client and never holds one', () => {
    const frame = encodeFrame({ kind: 'data', text: 'one\r\ntwo\n\nthree' });
    expect(frame.slice(0, -2)).not.toMatch(/[\r\n]/);
    expect(decode(frame)).toBe('one\ntwo\n\nthree');
  });

  it('keeps the token for a line break, when somebody typed it, from becoming one', () => {
    expect(decode(encodeFrame({ kind: 'data', text: 'a__CRLF__b' }))).not.toContain('\n');
  });

  it('carries the whole message as base64 of its JSON at the end', () => {
    const message = { text: 'Grüße\nfrom Mneme', citations: [] } as unknown as ResponseMessage;
    const frame = encodeFrame({ kind: 'done', message });
    expect(JSON.parse(Buffer.from(frame.slice('done: '.length), 'base64').toString('utf8'))).toEqual(message);
  });
});
