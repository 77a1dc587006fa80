import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

type Settings = Readonly<Record<string, string>>;

export interface SecretsRead {
  /** The settings with every readable secret in its place. */
  readonly set: Record<string, string>;
  /** Names of `*_FILE` settings whose file cannot be used. */
  readonly unreadable: readonly string[];
  readonly problems: readonly string[];
}

const SUFFIX = '_FILE';

/** Reads the file behind each `NAME_FILE` into `NAME`, for secrets that are mounted rather than set. */
export function readSecretFiles(given: Settings, names: readonly string[], workingDir: string): SecretsRead {
  const set = { ...given };
  const unreadable: string[] = [];
  const problems: string[] = [];
  for (const fileName of names.filter((name) => name.endsWith(SUFFIX) && given[name] !== undefined)) {
    const name = fileName.slice(0, -SUFFIX.length);
    if (given[name] !== undefined) problems.push(`${name} and ${fileName} are both set; set one of them.`);
    const secret = secretIn(resolve(workingDir, given[fileName]!));
    if (secret === null) unreadable.push(fileName);
    else set[name] ??= secret;
  }
  return { set, unreadable, problems };
}

/** That a file is missing, unreadable or no secret is one and the same advice. */
function secretIn(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return /^\S+$/.test(text) ? text : null;
  } catch {
    return null;
  }
}
