import { afterAll, beforeAll, expect, it } from 'vitest';
import { belongingsOf } from '../support/crashes/belongings.js';
import { causeOfDeath, countSteps, launchMortal } from '../support/crashes/mortal-server.js';
import {
  Caller,
  prepareFor,
  quiet,
  REARRANGEMENTS,
  type Rearrangement,
  type Rearranging,
} from '../support/crashes/rearrangements.js';
import { until } from '../support/crashes/recorded-owner.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { withStorageOf } from '../support/opened-storage.js';
import { addAccounts } from '../support/second-account.js';

const TIMEOUT_MS = 300_000;

let server: MnemeProcess;
/** By rearrangement: who is undisturbed, then one for each death. */
let owners: Rearranging[][];

beforeAll(async () => {
  const first = await MnemeProcess.start();
  await first.stop();
  const tokens = await addAccounts(
    first,
    REARRANGEMENTS.reduce((sum, { deaths }) => sum + deaths.length + 1, 0),
  );
  server = await start(first);
  owners = await Promise.all(
    REARRANGEMENTS.map((rearrangement) =>
      Promise.all(
        tokens
          .splice(0, rearrangement.deaths.length + 1)
          .map((token) => prepareFor(rearrangement, server, token)),
      ),
    ),
  );
  await quiet(server);
});
afterAll(() => server?.dispose());

async function start({ dataDir, token }: MnemeProcess, dieAtStep?: number): Promise<MnemeProcess> {
  const started = await launchMortal({ dataDir, env: {} }, dieAtStep === undefined ? {} : { dieAtStep });
  await started.listening();
  started.token = token;
  return started;
}

it(
  'killed while conversations are merged, put back or split, a server leaves one of each thing',
  async () => {
    const steps: number[] = [];
    for (const [index, rearrangement] of REARRANGEMENTS.entries()) {
      await countSteps(server);
      await rearrangement.ask(new Caller(server, owners[index]![0]!));
      await finished(rearrangement, owners[index]![0]!);
      steps.push(await countSteps(server));
    }
    const rounds = REARRANGEMENTS.flatMap((rearrangement, index) =>
      rearrangement.deaths.map((part, at) => ({
        rearrangement,
        owner: owners[index]![at + 1]!,
        dieAtStep: Math.ceil(steps[index]! * part),
      })),
    );
    const deaths: (string | null)[] = [];
    await server.kill();
    server = await start(server, rounds[0]!.dieAtStep);
    for (const [at, { rearrangement, owner }] of rounds.entries()) {
      await countSteps(server);
      // It may die before it answers.
      await rearrangement.ask(new Caller(server, owner)).catch(() => undefined);
      await server.exited();
      deaths.push(causeOfDeath(server));
      // Who puts this in order is the next one to die, of something else.
      server = await start(server, rounds[at + 1]?.dieAtStep);
      await rearrangement.ask(new Caller(server, owner));
      await finished(rearrangement, owner);
    }
    expect(deaths).not.toContain(null);
    await server.stop();
    await compare();
  },
  TIMEOUT_MS,
);

async function finished({ name, isDone }: Rearrangement, owner: Rearranging): Promise<void> {
  const caller = new Caller(server, owner);
  await until(() => isDone(caller), `${name} is done`);
  await quiet(server);
}

/** Whoever was disturbed has exactly what is left to who was not. */
async function compare(): Promise<void> {
  await withStorageOf(server, async (storage) => {
    for (const [index, { name }] of REARRANGEMENTS.entries()) {
      const [undisturbed, ...others] = owners[index]!;
      const expected = await belongingsOf(storage, undisturbed!.id);
      expect(expected.words.join('\n')).toContain('peanuts');
      for (const { id } of others) expect([name, await belongingsOf(storage, id)]).toEqual([name, expected]);
    }
  });
}
