import type {
  CollectionReference,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
} from 'firebase-admin/firestore';
import type { StoredDocument } from '../../ports/document-store.js';
import { toStoredDocument } from './document-decoder.js';
import type { FirestoreCalls } from './firestore-calls.js';
import type { FirestoreUsage } from './firestore-usage.js';

export interface FirestoreTreeOptions {
  readonly firestore: Firestore;
  readonly calls: FirestoreCalls;
  readonly usage: FirestoreUsage;
}

/** Documents read at once on a walk, each with the names of the collections below it. */
const PAGE = 50;

/** Whole branches of the database: walking them and deleting them. Both also reach what lies below documents that do not exist. */
export class FirestoreTree {
  constructor(private readonly options: FirestoreTreeOptions) {}

  async *walk(path?: string): AsyncIterable<StoredDocument> {
    if (path === undefined) yield* this.below(this.options.firestore);
    else yield* this.documents([this.options.firestore.doc(path)]);
  }

  /** Answers how many documents there were. What is interrupted half-way is finished by deleting again. */
  async delete(path: string): Promise<number> {
    const { firestore, calls, usage } = this.options;
    const root = firestore.doc(path);
    const [rootSnapshot] = await calls.run('read', () => firestore.getAll(root, { fieldMask: [] }));
    let deleted = rootSnapshot!.exists ? 1 : 0;
    await calls.patiently('commit', async () => {
      const writer = firestore.bulkWriter();
      writer.onWriteResult((ref) => {
        usage.delete(1);
        // The SDK deletes the root whether it is there or not.
        if (ref.path !== path) deleted += 1;
      });
      await firestore.recursiveDelete(root, writer).finally(() => writer.close());
    });
    usage.read(1 + Math.max(1, deleted));
    return deleted;
  }

  private async *below(parent: Firestore | DocumentReference): AsyncIterable<StoredDocument> {
    for (const collection of await this.collectionsOf(parent)) yield* this.collection(collection);
  }

  private async *collection(collection: CollectionReference): AsyncIterable<StoredDocument> {
    const refs = await this.options.calls.patiently('read', () => collection.listDocuments());
    this.options.usage.read(Math.max(1, refs.length));
    yield* this.documents(refs);
  }

  private async *documents(refs: readonly DocumentReference[]): AsyncIterable<StoredDocument> {
    for (let from = 0; from < refs.length; from += PAGE) {
      const page = refs.slice(from, from + PAGE);
      const [snapshots, collections] = await Promise.all([
        this.read(page),
        Promise.all(page.map((ref) => this.collectionsOf(ref))),
      ]);
      for (const [index, snapshot] of snapshots.entries()) {
        const document = await toStoredDocument(snapshot);
        if (document) yield document;
        for (const collection of collections[index]!) yield* this.collection(collection);
      }
    }
  }

  private async read(refs: readonly DocumentReference[]): Promise<DocumentSnapshot[]> {
    this.options.usage.read(refs.length);
    return this.options.calls.run('read', () => this.options.firestore.getAll(...refs));
  }

  private async collectionsOf(parent: Firestore | DocumentReference): Promise<CollectionReference[]> {
    this.options.usage.read(1);
    return this.options.calls.run('read', () => parent.listCollections());
  }
}
