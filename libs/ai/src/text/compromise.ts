import { createRequire } from 'node:module';
import type nlp from 'compromise';

/** The library that tags English words with what they are. */
export type Compromise = typeof nlp;

type ReadPattern = (pattern: string, options: object | undefined, world: object) => readonly object[];

let loaded: Compromise | undefined;

/**
 * The library, loaded by the first text that needs it: rules run in threads, and a process whose own thread reads none starts a quarter
 * faster. By `require`, which gets the one file that the package builds for it, and not its 436 modules.
 */
export function compromise(): Compromise {
  loaded ??= readingPatternsOnce(createRequire(import.meta.url)('compromise') as Compromise);
  return loaded;
}

/** What finds the nouns of one sentence reads some forty patterns of its own, each time anew: a third of the work. */
function readingPatternsOnce(library: Compromise): Compromise {
  const { parseMatch } = (library.methods() as { one: { parseMatch: ReadPattern } }).one;
  /** The few hundred patterns in which the library and the rules are written. */
  const patterns = new Map<string, readonly object[]>();
  const readOnce: ReadPattern = (pattern, options, world) => {
    if (options !== undefined) return parseMatch(pattern, options, world);
    const tokens = patterns.get(pattern) ?? parseMatch(pattern, options, world);
    patterns.set(pattern, tokens);
    // Matching writes into the tokens.
    return tokens.map((token) => ({ ...token }));
  };
  library.plugin({ methods: { one: { parseMatch: readOnce } } });
  return library;
}
