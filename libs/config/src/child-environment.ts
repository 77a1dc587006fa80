/** The environment for a process that this one starts: our own, with some variables set differently. */
export function childEnvironment(
  overrides: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  return { ...process.env, ...overrides };
}
