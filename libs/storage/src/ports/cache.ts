/** Values that may vanish at any time. JSON only. A cache that is away answers as if it were empty and never fails its caller. */
export abstract class Cache {
  abstract get<T>(key: string): Promise<T | undefined>;
  /** A time to live of 0 or less leaves nothing. */
  abstract set(key: string, value: unknown, ttlMs: number): Promise<void>;
  abstract delete(key: string): Promise<void>;
  /**
   * Adds a whole number to a counter and answers its new value; the time to live counts from its first use. A counter begins at 0
   * where the key holds none, whatever else it holds; `get` reads it. While the cache is away the answer is `by`: a first use.
   */
  abstract increment(key: string, by: number, ttlMs: number): Promise<number>;
}
