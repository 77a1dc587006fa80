import { createHash } from 'node:crypto';
import { collectionName } from '../document-path.js';
import type { BlobStore } from '../ports/blob-store.js';
import type { DocumentStore } from '../ports/document-store.js';
import { canonicalText } from './portable-values.js';

/** How many, and one SHA-256 over all of them that does not depend on their order. */
export interface Digest {
  readonly count: number;
  readonly sha256: string;
}

/** Of documents by the name of their collection, of blobs under `blobs`. */
export type StorageDigest = ReadonlyMap<string, Digest>;

/** Adds up the digests of single things bit by bit without carry: the sum is the same in any order, and one changed thing changes it. */
class DigestSum {
  count = 0;
  private readonly sum = Buffer.alloc(32);

  add(digest: Buffer): void {
    this.count += 1;
    for (let index = 0; index < this.sum.length; index += 1) this.sum[index]! ^= digest[index]!;
  }

  get result(): Digest {
    return { count: this.count, sha256: this.sum.toString('hex') };
  }
}

/** Reads everything: minutes for gigabytes. `except` names documents that are not counted. */
export async function digestStorage(
  { documents, blobs }: { readonly documents: DocumentStore; readonly blobs: BlobStore },
  { except, progress }: { readonly except: ReadonlySet<string>; readonly progress?: (done: string) => void },
): Promise<StorageDigest> {
  const sums = new Map<string, DigestSum>();
  const sumOf = (name: string) => sums.get(name) ?? sums.set(name, new DigestSum()).get(name)!;
  let read = 0;
  for await (const { path, data } of documents.tree()) {
    if (except.has(path)) continue;
    sumOf(collectionName(path.split('/').at(-2)!)).add(
      createHash('sha256')
        .update(`${path}\n${canonicalText(data)}`)
        .digest(),
    );
    read += 1;
    if (read % 100 === 0) progress?.(`documents: ${read}`);
  }
  for await (const { key, contentType } of blobs.list('')) {
    const hash = createHash('sha256').update(`${key}\n${contentType}\n`);
    for await (const chunk of await blobs.read(key)) hash.update(chunk);
    sumOf('blobs').add(hash.digest());
    progress?.(`recordings: ${sumOf('blobs').count}`);
  }
  return new Map([...sums].map(([name, sum]) => [name, sum.result]));
}

/** Names of what is not the same on both sides. */
export function differences(left: StorageDigest, right: StorageDigest): string[] {
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => left.get(name)?.sha256 !== right.get(name)?.sha256).sort();
}
