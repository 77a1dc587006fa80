import type { Conversation, Memory } from '#libs/contracts';
import type { DocumentStore } from '#libs/storage';
import type { OpenedStorage } from '../opened-storage.js';

/** How many things of each kind an owner has, and which words were made of the conversation. Two owners who said the same have the same. */
export interface Belongings {
  readonly counts: Readonly<Record<string, number>>;
  readonly words: readonly string[];
}

/** Everything that is stored for an owner: documents of every collection, entries in both kinds of search, and blobs. */
export async function belongingsOf(
  { documents, keywords, vectors, blobs }: OpenedStorage,
  ownerId: string,
): Promise<Belongings> {
  const counts: Record<string, number> = {};
  const words: string[] = [];
  const count = (what: string, number = 1) => void (counts[what] = (counts[what] ?? 0) + number);
  for await (const { path, data } of documents.tree(`users/${ownerId}`)) {
    const collection = collectionOf(path);
    count(`documents in ${collection}`);
    if (collection === 'conversations') words.push(...wordsOfConversation(data as Conversation));
    if (collection === 'memories') words.push(`memory: ${(data as Memory).content}`);
    if (collection === 'action_items') words.push(`task: ${(data as { description: string }).description}`);
  }
  for (const collection of await keywords.collections())
    count(`keyword entries in ${collection}`, await keywords.countByPrefix(collection, ownerId, ''));
  for (const namespace of await vectors.namespaces())
    count(`vectors in ${namespace}`, await vectors.count(namespace, ownerId));
  for await (const { key } of blobs.list(`audio/${ownerId}/`)) count(`blobs ${key.split('.').at(-1)}`);
  return { counts, words: words.sort() };
}

/** `users/u/conversations/c/receipts/r` lies in `conversations/receipts`, `users/u` in `users`. */
function collectionOf(path: string): string {
  const names = path.split('/').filter((_, index) => index % 2 === 0);
  return names.slice(1).join('/') || names[0]!;
}

function wordsOfConversation(conversation: Conversation): string[] {
  const { status, discarded, structured, audio_files, apps_results } = conversation;
  return [
    `${status}${discarded ? ', discarded' : ''}: ${structured.title}`,
    structured.overview,
    ...structured.events.map(({ title }) => `event: ${title}`),
    ...apps_results.map(({ app_id, content }) => `app: ${app_id}, ${content.length} characters`),
    ...audio_files.map(({ duration }) => `sound: ${duration.toFixed(1)} s`),
  ];
}

/** The proofs that stages are done, by their paths: equal as long as none is written again. */
export async function receiptsOf(documents: DocumentStore, ownerId: string): Promise<Map<string, string>> {
  const receipts = new Map<string, string>();
  for await (const { path, data } of documents.tree(`users/${ownerId}`))
    if (collectionOf(path) === 'conversations/receipts') receipts.set(path, JSON.stringify(data));
  return receipts;
}
