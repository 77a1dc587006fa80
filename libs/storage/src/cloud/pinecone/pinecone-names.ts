import { invalidVector } from '../../vector-checks.js';

/**
 * Our namespaces under the names that the reference gave to the same things. Everything else keeps its name. Entries of `conversations` are
 * `{conversation}:s` for the conversation as a whole and `{conversation}:t:{n}` for its passages; the reference has the whole one alone.
 *
 * | ours          | in Pinecone | meaning                    |
 * |---------------|-------------|----------------------------|
 * | conversations | ns1         | conversations and passages |
 * | memories      | ns2         | facts                      |
 */
const NAMES: Readonly<Record<string, string>> = { conversations: 'ns1', memories: 'ns2' };
const OURS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(NAMES).map(([ours, theirs]) => [theirs, ours]),
);

/** Holds no one's vectors: which model made those of each namespace. */
export const MODELS_NAMESPACE = 'mneme_models';

/** Pinecone's limit. */
const MAX_ID_LENGTH = 512;

export function pineconeNamespace(ours: string): string {
  return NAMES[ours] ?? ours;
}

export function ourNamespace(theirs: string): string {
  return OURS[theirs] ?? theirs;
}

/**
 * `{uid}-{id}`, as the reference has it. What Pinecone does not take in an id is percent-encoded, and so is a dash in the owner's part:
 * without that, entry `b-1` of owner `a` and entry `1` of owner `a-b` would be one vector.
 */
export function vectorId(ownerId: string, id: string): string {
  const whole = ownerPrefix(ownerId) + encoded(id);
  if (whole.length > MAX_ID_LENGTH) throw invalidVector(`its id is longer than ${MAX_ID_LENGTH} letters`);
  return whole;
}

/** What the ids of all of an owner's entries that begin with `prefix` begin with. */
export function vectorIdPrefix(ownerId: string, prefix: string): string {
  return ownerPrefix(ownerId) + encoded(prefix);
}

/** Undoes `vectorId`; undefined when the vector's id is not one of this owner's. */
export function entryId(ownerId: string, vector: string): string | undefined {
  const prefix = ownerPrefix(ownerId);
  return vector.startsWith(prefix) ? decodeURIComponent(vector.slice(prefix.length)) : undefined;
}

function ownerPrefix(ownerId: string): string {
  return `${encoded(ownerId).replaceAll('-', '%2D')}-`;
}

/** Printable ASCII without the percent sign stays as it is. */
function encoded(text: string): string {
  if (!text.isWellFormed()) throw invalidVector('its id is not valid Unicode');
  return text.replace(/[^!-$&-~]/gu, (character) => encodeURIComponent(character));
}
