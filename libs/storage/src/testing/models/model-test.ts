import fc from 'fast-check';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';

export interface ModelTestOptions<Subject> extends ContractOptions<Subject> {
  /** How many random sequences are tried; each gets a subject of its own. */
  readonly runs: number;
}

export interface ModelledPort<Subject, Model extends object, Real extends object> {
  readonly port: string;
  readonly commands: fc.Arbitrary<fc.AsyncCommand<Model, Real>>[];
  readonly model: () => Model;
  readonly real: (subject: Subject) => Real;
}

const MAX_COMMANDS = 50;
/** After this no more sequences are tried, and one that failed is not shortened further: a slow store must not outlast the runner's patience. */
const LIMIT_MS = 10_000;

/**
 * Random sequences of operations, run against the adapter and against a model of it that is too simple to be wrong. A failure prints the
 * shortest sequence that shows it, with the seed and the path to run it again. A contract, so that it is run and broken like the others.
 */
export function modelTest<Subject, Model extends object, Real extends object>(
  { name, create, runs }: ModelTestOptions<Subject>,
  { port, commands, model, real }: ModelledPort<Subject, Model, Real>,
): Contract {
  const sequence = fc.commands(commands, { maxCommands: MAX_COMMANDS, size: 'max' });
  const property = fc.asyncProperty(sequence, async (steps) => {
    const { subject, dispose } = await create();
    try {
      await fc.asyncModelRun(() => ({ model: model(), real: real(subject) }), steps);
    } finally {
      await dispose();
    }
  });
  const settings = { numRuns: runs, interruptAfterTimeLimit: LIMIT_MS };
  const nothing = { subject: null, dispose: () => undefined };
  return contractOf(
    `${port} against its model`,
    { name, create: () => nothing },
    { 'answers as the model does, whatever is done to it': () => fc.assert(property, settings) },
  );
}
