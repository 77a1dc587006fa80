import { describe, expect, it } from 'vitest';
import { FrameOutbox } from './frame-outbox.js';

const frame = (value: number) => Uint8Array.of(value, value, value);

function outboxOf(count: number): FrameOutbox {
  const outbox = new FrameOutbox();
  for (let n = 1; n <= count; n += 1) outbox.add(frame(n));
  return outbox;
}

describe('the outbox of a device', () => {
  it('numbers frames from 1 and hands each out once', () => {
    const outbox = outboxOf(3);
    expect(outbox.take(2)).toEqual({ firstSeq: 1, frames: [frame(1), frame(2)] });
    expect(outbox.take(2)).toEqual({ firstSeq: 3, frames: [frame(3)] });
    expect(outbox.take(2)).toBeNull();
  });

  it('keeps what was sent until it is durable', () => {
    const outbox = outboxOf(3);
    outbox.take(3);
    outbox.settle(2);
    expect(outbox).toMatchObject({ size: 1, bytes: 3, lastSeq: 3 });
  });

  it('sends again what is not durable, under the same numbers', () => {
    const outbox = outboxOf(3);
    outbox.take(3);
    outbox.settle(1);
    outbox.rewind();
    expect(outbox.take(9)).toEqual({ firstSeq: 2, frames: [frame(2), frame(3)] });
  });

  it('skips what became durable before it was handed out again', () => {
    const outbox = outboxOf(3);
    outbox.take(3);
    outbox.rewind();
    outbox.settle(2);
    expect(outbox.take(9)).toEqual({ firstSeq: 3, frames: [frame(3)] });
  });

  it('passes over an acknowledgement that is older than one before', () => {
    const outbox = outboxOf(3);
    outbox.settle(2);
    outbox.settle(1);
    expect(outbox).toMatchObject({ size: 1, lastSeq: 3 });
  });

  it('begins at 1 again for another session, with what is not durable', () => {
    const outbox = outboxOf(3);
    outbox.take(3);
    outbox.settle(2);
    outbox.renumber();
    expect(outbox.take(9)).toEqual({ firstSeq: 1, frames: [frame(3)] });
  });
});
