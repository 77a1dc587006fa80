/** Values that may vanish at any time. JSON only. A cache that is away answers as if it were empty and never fails its caller. */
export abstract class Cache {
  abstract get<T>(key: string): Promise<T | undefined>;
  abstract set(key: string, value: unknown, ttlMs: number): Promise<void>;
  abstract delete(key: string): Promise<void>;
  /** Adds to a counter and answers its new value; the time to live counts from its first use. */
  abstract increment(key: string, by: number, ttlMs: number): Promise<number>;
}
