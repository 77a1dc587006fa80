import { Clock } from '#libs/kernel';
import { Cache } from '../../ports/cache.js';

interface Entry {
  /** JSON text, so that nobody shares an object with the cache. */
  readonly json: string;
  readonly expiresAtMs: number;
  readonly isCounter?: true;
}

/** Bounded by count, since the values that this process caches are small; the least recently used goes first. */
const MAX_ENTRIES = 10_000;

export class MemoryCache extends Cache {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly clock: Clock) {
    super();
  }

  override async get<T>(key: string): Promise<T | undefined> {
    const entry = this.find(key);
    if (!entry) return undefined;
    this.keep(key, entry);
    return JSON.parse(entry.json) as T;
  }

  override async set(key: string, value: unknown, ttlMs: number): Promise<void> {
    const json = JSON.stringify(value) as string | undefined;
    if (json === undefined) return this.delete(key);
    this.keep(key, { json, expiresAtMs: this.clock.monotonicMs() + ttlMs });
  }

  override async delete(key: string): Promise<void> {
    this.entries.delete(key);
  }

  override async increment(key: string, by: number, ttlMs: number): Promise<number> {
    const found = this.find(key);
    const counter = found?.isCounter ? found : undefined;
    const value = (counter ? Number(counter.json) : 0) + by;
    const expiresAtMs = counter?.expiresAtMs ?? this.clock.monotonicMs() + ttlMs;
    this.keep(key, { json: String(value), expiresAtMs, isCounter: true });
    return value;
  }

  private find(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (!entry || entry.expiresAtMs > this.clock.monotonicMs()) return entry;
    this.entries.delete(key);
    return undefined;
  }

  /** A map keeps the order of insertion: what is used goes to the end, what is first was not used for longest. */
  private keep(key: string, entry: Entry): void {
    this.entries.delete(key);
    this.entries.set(key, entry);
    if (this.entries.size > MAX_ENTRIES) this.entries.delete(this.entries.keys().next().value!);
  }
}
