/** Set by test runs and read by tests alone. */
const notOurs = new Set(['MNEME_TEST_DATA']);

/** Kubernetes and `docker --link` set these for a service that is itself called "mneme". */
const serviceLink = /^MNEME(_[A-Z0-9]+)*_(SERVICE_(HOST|PORT)\w*|PORT(_\d+_(TCP|UDP)\w*)?)$/;

/** How many typing mistakes turn one text into the other: a letter too many, missing or wrong, or two letters swapped. */
export function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const at = (i: number, j: number) => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]!.push(
        Math.min(
          at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          swapped ? at(i - 2, j - 2) + 1 : Infinity,
        ),
      );
    }
  }
  return at(a.length, b.length);
}

/** Short names are close to each other by chance (HOST and HOME differ by two letters), so they may differ by one letter only. */
const allowedDistance = (known: string) => (known.length <= 6 ? 1 : 2);

function closest(name: string, known: readonly string[]): string | undefined {
  return known
    .map((candidate) => ({ candidate, distance: editDistance(name, candidate) }))
    .filter(({ candidate, distance }) => distance <= allowedDistance(candidate))
    .sort((a, b) => a.distance - b.distance)[0]?.candidate;
}

/**
 * Sentences about variables that look as if they were meant for Mneme but are none of its own. Beside the variable that it resembles, a
 * name is taken for another program's and let be.
 */
export function unknownVariableProblems(set: readonly string[], known: readonly string[]): string[] {
  const present = new Set(set);
  return set.flatMap((name) => {
    if (known.includes(name) || notOurs.has(name) || serviceLink.test(name)) return [];
    const meant = closest(name, known);
    if (meant && !present.has(meant)) return [`${name} is not a variable of Mneme. Did you mean ${meant}?`];
    return name.startsWith('MNEME_') ? [`${name} is not a variable of Mneme. Remove it.`] : [];
  });
}
