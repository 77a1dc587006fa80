import { rateOf, sumOf, type WordErrors } from './word-error-rate.js';

/** What came of one recording. */
export interface RecordingResult {
  readonly path: string;
  readonly reference: string;
  readonly audioMs: number;
  readonly computeMs: number;
  readonly errors: WordErrors;
  readonly hypothesis: string;
}

/** Results of all recordings whose reference came about in the same way, or of all. */
export interface ReportRow {
  readonly name: string;
  readonly recordings: number;
  readonly words: number;
  readonly substitutions: number;
  readonly deletions: number;
  readonly insertions: number;
  readonly wordErrorRate: number;
  /** Computing time by audio time. */
  readonly realTimeFactor: number;
}

/** One row for each kind of reference, then the total. */
export function reportRows(results: readonly RecordingResult[]): ReportRow[] {
  const kinds = [...new Set(results.map(({ reference }) => reference))].sort();
  return [
    ...kinds.map((kind) =>
      rowOf(
        kind,
        results.filter(({ reference }) => reference === kind),
      ),
    ),
    rowOf('all', results),
  ];
}

function rowOf(name: string, results: readonly RecordingResult[]): ReportRow {
  const errors = sumOf(results.map((result) => result.errors));
  const total = (key: 'audioMs' | 'computeMs') => results.reduce((sum, result) => sum + result[key], 0);
  return {
    name,
    recordings: results.length,
    ...errors,
    wordErrorRate: rateOf(errors),
    realTimeFactor: total('computeMs') / Math.max(1, total('audioMs')),
  };
}

/** For a terminal. */
export function formatRows(rows: readonly ReportRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const head = `${'reference'.padEnd(width)}  files  words  subst    del    ins     WER    RTF`;
  const lines = rows.map((row) =>
    [
      row.name.padEnd(width),
      ...[row.recordings, row.words, row.substitutions, row.deletions, row.insertions].map((count) =>
        String(count).padStart(5),
      ),
      `${(row.wordErrorRate * 100).toFixed(1)} %`.padStart(6),
      row.realTimeFactor.toFixed(3).padStart(5),
    ].join('  '),
  );
  return [head, ...lines].join('\n');
}
