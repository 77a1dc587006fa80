import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore, type DocumentReference, type Firestore } from 'firebase-admin/firestore';
import type { CloudInstallation } from './cloud-installation.js';
import { spelledOut, wordsIn } from './words-in.js';
import { wordsOnDisk } from './words-on-disk.js';

type Env = Readonly<Record<string, string>>;

/** Something that a service keeps, as it lies there. */
interface Kept {
  readonly place: string;
  readonly content: Uint8Array;
}

interface VectorPage {
  readonly vectors: readonly { readonly id: string }[];
  readonly pagination?: { readonly next: string };
}

const VECTORS_AT_ONCE = 100;

/**
 * Where any of the words stands in what the services of an installation keep, as `service place: word`: everything in its Firestore project,
 * its bucket and its Redis, whose log tells all that was ever written; in Pinecone and Typesense, which installations share, what names its
 * owner.
 */
export async function wordsInCloud(
  { env, redis }: CloudInstallation,
  ownerId: string,
  words: readonly string[],
): Promise<string[]> {
  const found = (await wordsOnDisk(redis.folder, words)).map((hit) => `redis ${hit}`);
  for await (const { place, content } of everythingOf(env, ownerId))
    found.push(...wordsIn(place, content, words));
  return found.sort();
}

async function* everythingOf(env: Env, ownerId: string): AsyncGenerator<Kept> {
  const isOwners = ({ content }: Kept) => wordsIn('', content, [ownerId]).length > 0;
  yield* documents(env);
  yield* objects(env);
  for await (const kept of vectors(env)) if (isOwners(kept)) yield kept;
  for await (const kept of keywords(env)) if (isOwners(kept)) yield kept;
}

async function* documents(env: Env): AsyncGenerator<Kept> {
  const app = initializeApp({ projectId: env['GOOGLE_CLOUD_PROJECT']! }, crypto.randomUUID());
  const firestore = getFirestore(app);
  // The SDK would else ask Google where it is.
  const auth = { getUniverseDomain: () => Promise.resolve('googleapis.com') };
  firestore.settings({ host: env['FIRESTORE_EMULATOR_HOST']!, ssl: false, auth });
  try {
    yield* documentsBelow(firestore);
  } finally {
    await firestore.terminate();
    await deleteApp(app);
  }
}

async function* documentsBelow(parent: Firestore | DocumentReference): AsyncGenerator<Kept> {
  for (const collection of await parent.listCollections()) {
    for (const document of await collection.listDocuments()) {
      const body = (await document.get()).data() ?? null;
      yield { place: `firestore ${document.path}`, content: spelledOut([document.path, body]) };
      yield* documentsBelow(document);
    }
  }
}

async function* objects(env: Env): AsyncGenerator<Kept> {
  const bucket = `${env['GCS_API_ENDPOINT']}/storage/v1/b/${env['GCS_BUCKET']}/o`;
  const listed = await answerOf(`${bucket}?maxResults=1000`);
  const { items, nextPageToken } = (await listed.json()) as {
    items: { name: string }[];
    nextPageToken?: string;
  };
  if (nextPageToken !== undefined) throw new Error('more recordings than one page holds');
  for (const item of items) {
    const content = await answerOf(`${bucket}/${encodeURIComponent(item.name)}?alt=media`);
    yield {
      place: `gcs ${item.name}`,
      content: Buffer.concat([spelledOut(item), Buffer.from(await content.arrayBuffer())]),
    };
  }
}

async function* vectors(env: Env): AsyncGenerator<Kept> {
  const ask = async <T>(path: string, query: Record<string, string> = {}, ids: readonly string[] = []) => {
    const parameters = new URLSearchParams(query);
    for (const id of ids) parameters.append('ids', id);
    const method = path === '/describe_index_stats' ? 'POST' : 'GET';
    const headers = { 'api-key': env['PINECONE_API_KEY']! };
    return (await (
      await answerOf(`${env['PINECONE_HOST']}${path}?${parameters}`, method, headers)
    ).json()) as T;
  };
  const { namespaces } = await ask<{ namespaces: object }>('/describe_index_stats');
  for (const namespace of Object.keys(namespaces)) {
    let page: Record<string, string> | null = {};
    while (page) {
      const limit = String(VECTORS_AT_ONCE);
      const listed: VectorPage = await ask<VectorPage>('/vectors/list', { namespace, limit, ...page });
      const ids = listed.vectors.map(({ id }) => id);
      const fetched = await ask<{ vectors: object }>('/vectors/fetch', { namespace }, ids);
      for (const [id, vector] of Object.entries(fetched.vectors))
        yield { place: `pinecone ${namespace}/${id}`, content: spelledOut(vector) };
      page = listed.pagination ? { paginationToken: listed.pagination.next } : null;
    }
  }
}

async function* keywords(env: Env): AsyncGenerator<Kept> {
  const ask = (path: string) =>
    answerOf(`${env['TYPESENSE_URL']}/collections${path}`, 'GET', {
      'x-typesense-api-key': env['TYPESENSE_API_KEY']!,
    });
  for (const { name } of (await (await ask('')).json()) as { name: string }[]) {
    const lines = (await (await ask(`/${name}/documents/export`)).text()).split('\n').filter(Boolean);
    for (const line of lines)
      yield {
        place: `typesense ${name}/${(JSON.parse(line) as { id: string }).id}`,
        content: spelledOut(JSON.parse(line)),
      };
  }
}

async function answerOf(
  url: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url, { method, headers });
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}`);
  return response;
}
