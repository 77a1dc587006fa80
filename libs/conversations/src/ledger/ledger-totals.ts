import type { LedgerEntry, LedgerFinding, RecognitionFates, StorageFates } from './ledger.rules.js';

/** The accounts of many recordings as one. */
export interface LedgerTotals {
  readonly recordings: number;
  readonly receivedMs: number;
  readonly recognition: RecognitionFates;
  readonly storage: StorageFates;
  /** Of the recordings of which it is known. */
  readonly lostFrames: number;
  /** How many recordings do not add up, by what is wrong with them. */
  readonly findings: ReadonlyMap<LedgerFinding, number>;
}

/** Adds accounts up. */
export class LedgerSum {
  private recordings = 0;
  private receivedMs = 0;
  private lostFrames = 0;
  private readonly recognition = new Map<string, number>();
  private readonly failed = new Map<string, number>();
  private readonly storage = new Map<string, number>();
  private readonly findings = new Map<LedgerFinding, number>();

  add({ receivedMs, recognition, storage, lostFrames, findings }: LedgerEntry): void {
    this.recordings += 1;
    this.receivedMs += receivedMs;
    this.lostFrames += lostFrames ?? 0;
    const { failed, ...heard } = recognition;
    addAll(this.recognition, heard);
    addAll(this.failed, failed);
    addAll(this.storage, storage);
    for (const finding of findings) this.findings.set(finding, (this.findings.get(finding) ?? 0) + 1);
  }

  get totals(): LedgerTotals {
    const heard = (name: string) => this.recognition.get(name) ?? 0;
    const kept = (name: string) => this.storage.get(name) ?? 0;
    return {
      recordings: this.recordings,
      receivedMs: this.receivedMs,
      recognition: {
        pending: heard('pending'),
        silent: heard('silent'),
        transcribed: heard('transcribed'),
        client_transcribed: heard('client_transcribed'),
        not_recognized: heard('not_recognized'),
        uncounted: heard('uncounted'),
        failed: Object.fromEntries(this.failed),
      },
      storage: {
        in_log: kept('in_log'),
        stored: kept('stored'),
        silent: kept('silent'),
        duplicate: kept('duplicate'),
        discarded: kept('discarded'),
        expired: kept('expired'),
        lost: kept('lost'),
      },
      lostFrames: this.lostFrames,
      findings: this.findings,
    };
  }
}

function addAll(sums: Map<string, number>, amounts: object): void {
  for (const [name, ms] of Object.entries(amounts) as [string, number][])
    sums.set(name, (sums.get(name) ?? 0) + ms);
}
