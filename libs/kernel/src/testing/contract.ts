import { describe, it } from 'vitest';

/** What a contract tries: made anew for every test, so that tests never see each other's data. */
export interface ContractSubject<T> {
  readonly subject: T;
  /** Waits until everything written can be read; only stores that are eventually consistent have one. */
  readonly settle?: () => Promise<void>;
  readonly dispose: () => Promise<void> | void;
}

export interface ContractOptions<T> {
  /** The adapter's name, for the report. */
  readonly name: string;
  readonly create: () => Promise<ContractSubject<T>> | ContractSubject<T>;
}

/** One promise of a port: its key in the record is a sentence about behaviour. */
export type ContractTests<T> = Readonly<
  Record<string, (subject: T, settle: () => Promise<void>) => Promise<void>>
>;

/** Every promise of a port, bound to one adapter. There is no way to run a part of it. */
export interface Contract {
  readonly name: string;
  readonly tests: readonly { readonly title: string; readonly run: () => Promise<void> }[];
}

/** Binds the promises of a port to one adapter: `export const cacheContract = (options) => contractOf('Cache', options, { … })`. */
export function contractOf<T>(port: string, options: ContractOptions<T>, tests: ContractTests<T>): Contract {
  return {
    name: `${port} contract: ${options.name}`,
    tests: Object.entries(tests).map(([title, test]) => ({
      title,
      run: async () => {
        const { subject, settle, dispose } = await options.create();
        try {
          await test(subject, settle ?? (() => Promise.resolve()));
        } finally {
          await dispose();
        }
      },
    })),
  };
}

/** Registers every test of the contract with vitest. Call it at the top of a spec. */
export function runContract(contract: Contract): void {
  describe(contract.name, () => {
    for (const { title, run } of contract.tests) it(title, run);
  });
}

/** A test of a broken adapter may hang instead of failing; this long is long enough to call it failed. */
const HANG_MS = 3_000;

/** Runs the contract here and now and answers the titles that failed: a suite that a broken adapter passes proves nothing. */
export async function failuresOf(contract: Contract): Promise<string[]> {
  const failed: string[] = [];
  for (const { title, run } of contract.tests) {
    if (!(await passes(run))) failed.push(title);
  }
  return failed;
}

async function passes(run: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), HANG_MS);
  });
  const done = run().then(
    () => true,
    () => false,
  );
  const passed = await Promise.race([done, hung]);
  clearTimeout(timer);
  return passed;
}

/** An adapter with some methods replaced by wrong ones, for the spec that proves a contract fails on it. */
export function breaking<T extends object>(adapter: T, wrong: Partial<T>): T {
  return new Proxy(adapter, {
    get: (target, name) => {
      const member: unknown = Reflect.get(wrong, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
