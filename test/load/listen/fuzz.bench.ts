import { fuzzServer, HANDLE_TOLERANCE, MEMORY_TOLERANCE_MIB } from '../../support/fuzz/fuzz-server.js';
import { table } from '../table.js';

/**
 * Frames, texts and handshakes that were turned over, through both doors, while somebody streams as one should.
 * `npm run bench:listen -- fuzz [COUNT] [SEED]`: the same seed sends the same again. Put seeds that failed into test/e2e/fuzz.embedded.e2e-spec.ts.
 */
export async function fuzzBench(count = 100_000, seed = Number(process.argv[5] ?? Date.now() % 1_000_000)) {
  process.stderr.write(`  seed ${seed}\n`);
  const { report, seconds, memoryMiB, handles, words, heard, ...found } = await fuzzServer(count, seed);
  process.stdout.write(
    table(
      [`fuzz with seed ${seed}`, 'found', 'aim'],
      [
        ['messages and handshakes', report.messages, count],
        ['sessions', report.sessions, ''],
        ['seconds', Math.round(seconds), ''],
        ['server alive', found.survived ? 'yes' : 'no', 'yes'],
        ['unforeseen errors in its log', found.surprises.length, 0],
        ['lines of its log that hold what was said', found.leaks, 0],
        ['sessions left without an answer', report.hung, 0],
        ['codes that no document names', [...report.undocumented].join(' ') || 'none', 'none'],
        [
          'memory before and after, MiB',
          `${memoryMiB.before}, ${memoryMiB.after}`,
          `+${MEMORY_TOLERANCE_MIB}`,
        ],
        ['open handles before and after', `${handles.before}, ${handles.after}`, `+${HANDLE_TOLERANCE}`],
        ['words said meanwhile by somebody decent', words, ''],
        [
          'of these missing, twice, out of order',
          `${heard.missing}, ${heard.doubled}, ${heard.misplaced}`,
          '0, 0, 0',
        ],
      ],
    ),
  );
  const answers = [...report.answers].sort(([, a], [, b]) => b - a);
  process.stdout.write(table(['answer', 'times'], answers));
  for (const line of found.surprises) process.stdout.write(`${line}\n`);
}
