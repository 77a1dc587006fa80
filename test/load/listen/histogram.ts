/** Durations in milliseconds, kept as counts so that millions of them cost nothing. */
export class Histogram {
  private readonly counts = new Uint32Array(60_001);
  private total = 0;
  private longest = 0;

  add(ms: number): void {
    this.counts[Math.min(60_000, Math.max(0, Math.round(ms)))]! += 1;
    this.total += 1;
    this.longest = Math.max(this.longest, ms);
  }

  get count(): number {
    return this.total;
  }

  /** The duration that this share of all stays below or at; NaN of nothing. */
  quantile(share: number): number {
    let left = this.total * share;
    const found = this.counts.findIndex((count) => (left -= count) <= 0);
    return this.total === 0 ? Number.NaN : found;
  }

  summary(): Spread {
    return {
      n: this.total,
      p50: this.quantile(0.5),
      p95: this.quantile(0.95),
      p99: this.quantile(0.99),
      max: Math.round(this.longest),
    };
  }
}

export interface Spread {
  readonly n: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}
