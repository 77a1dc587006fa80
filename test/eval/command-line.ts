/** What `parseArgs` read, or undefined when it was given an option that it does not know, so that the usage is shown. */
export function orUsage<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
