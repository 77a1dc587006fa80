import { heardBy } from '../hearing/heard-by.js';
import { HearingProvider } from '../hearing/hearing-provider.js';
import { MnemeProcess } from '../mneme-process.js';
import { withStorageOf } from '../opened-storage.js';
import { addAccounts } from '../second-account.js';
import { belongingsOf, receiptsOf, type Belongings } from './belongings.js';
import { causeOfDeath, countSteps, launchMortal, settled, type Mortality } from './mortal-server.js';
import { EVERYBODY_SAYS, fetchAs, recordFor, type RecordedOwner } from './recorded-owner.js';

/** Conversations that are recorded at the same time. */
const AT_ONCE = 4;

/** When the server dies in one round. */
export interface Round {
  /** After which durable step, counted from the end of the conversation. */
  readonly step: number;
  /** Once more while it starts and takes up what was left, after which step counted from its start; null for once only. */
  readonly again: number | null;
}

export interface CrashReport {
  /** Durable steps from the end of an undisturbed conversation to the last thing that follows from it. */
  readonly steps: number;
  /** What undisturbed processing leaves behind. */
  readonly expected: Belongings;
  readonly kills: number;
  /** What the server was doing each time, in order. */
  readonly deaths: readonly string[];
  /** What is not as it would be without a kill; to be empty. */
  readonly wrong: readonly string[];
}

/**
 * Has as many owners as there are rounds say the same, and one more. That one's conversation is processed undisturbed; each of the others' is
 * ended on a server that dies, and finished by the next one. Afterwards everybody must have exactly what the first one has.
 */
export async function crashRounds(
  count: number,
  roundsOf: (steps: number) => readonly Round[],
): Promise<CrashReport> {
  const provider = await HearingProvider.start({ script: EVERYBODY_SAYS });
  const crashes = await Crashes.prepare(count, heardBy(provider.port));
  try {
    return await crashes.run(roundsOf);
  } finally {
    await crashes.dispose();
    await provider.stop();
  }
}

class Crashes {
  private readonly deaths: string[] = [];
  private readonly wrong: string[] = [];
  private readonly receipts = new Map<string, Map<string, string>>();
  private kills = 0;

  private constructor(
    private server: MnemeProcess,
    private readonly env: Record<string, string>,
    private readonly undisturbed: RecordedOwner,
    private readonly owners: readonly RecordedOwner[],
  ) {}

  static async prepare(owners: number, env: Record<string, string>): Promise<Crashes> {
    const first = await MnemeProcess.start();
    await first.stop();
    const tokens = await addAccounts(first, owners + 1);
    const server = await launchMortal({ dataDir: first.dataDir, env }, {});
    await server.listening();
    server.token = first.token;
    const recorded: RecordedOwner[] = [];
    for (let start = 0; start < tokens.length; start += AT_ONCE) {
      const some = tokens.slice(start, start + AT_ONCE);
      recorded.push(...(await Promise.all(some.map((token) => recordFor(server, token)))));
    }
    return new Crashes(server, env, recorded[0]!, recorded.slice(1));
  }

  async run(roundsOf: (steps: number) => readonly Round[]): Promise<CrashReport> {
    await countSteps(this.server);
    await this.end(this.undisturbed);
    await settled(this.server, this.undisturbed);
    const steps = await countSteps(this.server);
    await this.server.kill();
    const rounds = roundsOf(steps);
    await this.start({ dieAtStep: rounds[0]!.step });
    for (const [index, round] of rounds.entries()) {
      await this.play(this.owners[index]!, round, rounds[index + 1]?.step);
    }
    await this.lookForDeadLetters();
    await this.server.stop();
    const expected = await this.compare();
    return { steps, expected, kills: this.kills, deaths: this.deaths, wrong: this.wrong };
  }

  dispose(): Promise<void> {
    return this.server.dispose();
  }

  /** The server dies in the midst of an owner's conversation, perhaps the next one as well, and one more, mortal in its turn, finishes it. */
  private async play(owner: RecordedOwner, { again }: Round, nextStep?: number): Promise<void> {
    await countSteps(this.server);
    // It may die before it answers.
    await this.end(owner).catch(() => undefined);
    await this.dies(owner);
    if (again !== null) {
      await this.start({ dieAtStep: again, fromStart: true });
      await this.dies(owner);
    }
    await this.start({ dieAtStep: nextStep });
    // As a client does that got no answer.
    await this.end(owner);
    await settled(this.server, owner);
  }

  private async start(mortality: Mortality): Promise<void> {
    const { dataDir, token } = this.server;
    this.server = await launchMortal({ dataDir, env: this.env }, mortality);
    // One that counts from its start may not come that far.
    await this.server.listening().catch((error: unknown) => {
      if (!causeOfDeath(this.server)) throw error;
    });
    this.server.token = token;
  }

  private async end({ conversationId, token }: RecordedOwner): Promise<void> {
    const path = `/v1/conversations/${conversationId}/finalize`;
    const { status } = await fetchAs(this.server, token, path, { method: 'POST' });
    if (status !== 200) throw new Error(`Ending a conversation was answered with ${status}.`);
  }

  /** Resolves when it is dead; one that finished before its time is killed then, which is a state worth trying too. */
  private async dies(owner: RecordedOwner): Promise<void> {
    const { server } = this;
    await Promise.race([server.exited(), settled(server, owner).catch(() => undefined)]);
    await server.kill();
    this.kills += 1;
    this.deaths.push(causeOfDeath(server) ?? 'after everything');
    const receipts = await withStorageOf(server, ({ documents }) => receiptsOf(documents, owner.id));
    this.receipts.set(owner.id, new Map([...(this.receipts.get(owner.id) ?? []), ...receipts]));
  }

  private async lookForDeadLetters(): Promise<void> {
    const { dead_letters: letters } = await this.server.json<{ dead_letters: { name: string }[] }>(
      '/v1/admin/jobs',
    );
    this.wrong.push(...letters.map(({ name }) => `${name} failed for good`));
  }

  /** Everybody's belongings and receipts; answers what they are to be. */
  private compare(): Promise<Belongings> {
    return withStorageOf(this.server, async (storage) => {
      const expected = await belongingsOf(storage, this.undisturbed.id);
      for (const [index, owner] of this.owners.entries()) {
        const found = await belongingsOf(storage, owner.id);
        const faults = differences(expected, found);
        const receipts = await receiptsOf(storage.documents, owner.id);
        for (const [path, receipt] of this.receipts.get(owner.id) ?? [])
          if (receipts.get(path) !== receipt) faults.push(`${path.split('/').at(-1)} was done again`);
        this.wrong.push(...faults.map((fault) => `round ${index + 1}: ${fault}`));
      }
      return expected;
    });
  }
}

function differences(expected: Belongings, found: Belongings): string[] {
  const kinds = [...new Set([...Object.keys(expected.counts), ...Object.keys(found.counts)])];
  const counts = kinds
    .filter((kind) => expected.counts[kind] !== found.counts[kind])
    .map((kind) => `${found.counts[kind] ?? 0} ${kind} instead of ${expected.counts[kind] ?? 0}`);
  const lost = expected.words.filter((line) => !found.words.includes(line));
  const more = found.words.filter((line) => !expected.words.includes(line));
  return [...counts, ...lost.map((line) => `lost: ${line}`), ...more.map((line) => `unexpected: ${line}`)];
}
