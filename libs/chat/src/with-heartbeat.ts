import type { Clock } from '#libs/kernel';

/** Passes `source` on, with `beat` in between whenever nothing came for `everyMs`, so that no proxy takes the stream for dead. */
export async function* withHeartbeat<T>(
  source: AsyncIterable<T>,
  beat: T,
  everyMs: number,
  clock: Clock,
): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    for (;;) {
      const arrived = await arrivesWithin(next, everyMs, clock);
      if (!arrived) yield beat;
      else if (arrived.done) return;
      else {
        yield arrived.value;
        next = iterator.next();
      }
    }
  } finally {
    // Not awaited: a source that hangs must not keep its consumer from leaving.
    void iterator.return?.().catch(() => undefined);
  }
}

/** Null when `next` takes longer; it goes on and can be asked for again. */
async function arrivesWithin<T>(
  next: Promise<IteratorResult<T>>,
  everyMs: number,
  clock: Clock,
): Promise<IteratorResult<T> | null> {
  let cancel = () => {};
  const silence = new Promise<null>((resolve) => {
    cancel = clock.after(everyMs, () => resolve(null));
  });
  try {
    return await Promise.race([next, silence]);
  } finally {
    cancel();
  }
}
