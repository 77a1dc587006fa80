import { BLOB_FOLDERS } from '../storage-participants.js';

/**
 * Below `users/{ownerId}`: keys that the server makes anew, what describes sound that is no recording yet, passwords for other services,
 * and links to this server.
 */
const NOT_PORTABLE = new Set([
  'keys',
  'recording_sessions',
  'task_integrations',
  'task_shares',
  'accepted_task_shares',
]);
/** Which account it is on this server, and what it may do here, is for this server to say. */
const ACCOUNT_FIELDS = ['id', 'is_admin'] as const;

export const PROFILE = 'profile';

/** A document's path below its owner, or null for what stays on the server. The account document itself is `profile`. */
export function portablePath(path: string, ownerId: string): string | null {
  const root = `users/${ownerId}`;
  if (path === root) return PROFILE;
  const below = path.slice(root.length + 1);
  return NOT_PORTABLE.has(below.split('/')[0]!) ? null : below;
}

export function documentPath(portable: string, ownerId: string): string {
  return portable === PROFILE ? `users/${ownerId}` : `users/${ownerId}/${portable}`;
}

/** The file that holds documents of a collection: `conversations/a/transcript/1` lies in `documents/conversations.transcript.jsonl`. */
export function fileOf(portable: string): string {
  if (portable === PROFILE) return 'profile.jsonl';
  const names = portable.split('/').filter((_, index) => index % 2 === 0);
  return `documents/${names.join('.')}.jsonl`;
}

/** Without what belongs to the server. */
export function withoutAccountFields(body: object): Record<string, unknown> {
  const kept = { ...body } as Record<string, unknown>;
  for (const field of ACCOUNT_FIELDS) delete kept[field];
  return kept;
}

export function blobPrefixes(ownerId: string): string[] {
  return BLOB_FOLDERS.map((folder) => `${folder}/${ownerId}/`);
}

/** `audio/{ownerId}/a/b.wav` as `audio/a/b.wav`. */
export function portableKey(key: string): string {
  const [folder, , ...rest] = key.split('/');
  return [folder, ...rest].join('/');
}

export function blobKey(portable: string, ownerId: string): string {
  const [folder, ...rest] = portable.split('/');
  return [folder, ownerId, ...rest].join('/');
}

/** Part by part, so that the order is the same whatever store the documents come from. */
export function comparePaths(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const order = Buffer.compare(Buffer.from(left[index]!), Buffer.from(right[index]!));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
