import { AppError } from '#libs/kernel';
import { parseDocumentPath } from '../../document-path.js';
import type { DocumentBody, IndexDeclaration } from '../../ports/document-store.js';
import { MAX_DOCUMENT_BYTES, MAX_FIELD_BYTES, emptyDocumentBytes, textBytes } from './document-size.js';
import { encodeFields, type EncodedField } from './field-encoder.js';
import { isPacked, pack } from './packed-field.js';

export interface EncodedDocument {
  /** Top-level fields by name, as the SDK takes them. */
  readonly fields: ReadonlyMap<string, unknown>;
  /** Of the whole document when these fields are all of it. */
  readonly sizeBytes: number;
}

/** Above this a document's largest fields are packed; the distance to Firestore's limit leaves room for fields merged in later. */
const PACK_ABOVE_BYTES = 900 * 1024;
/** Firestore indexes no more of a value than this, so that a larger one cannot be searched exactly anyway. */
const MIN_PACKED_BYTES = 1_500;

/**
 * Bodies as Firestore stores them: natively, so that other clients read them and queries compare them. Only the largest fields of a
 * document that comes near the limit of 1 MiB are packed (see packed-field.ts), and never one that an index was declared for: a packed
 * field cannot be filtered or ordered by.
 */
export class DocumentEncoder {
  private readonly indexed = new Map<string, Set<string>>();

  constructor(indexes: readonly IndexDeclaration[]) {
    for (const { collection, fields } of indexes) {
      const names = this.indexed.get(collection) ?? new Set();
      for (const { field } of fields) names.add(field.split('.')[0]!);
      this.indexed.set(collection, names);
    }
  }

  /** Errors: `invalid` DOCUMENT_BODY_INVALID, `too_large` DOCUMENT_TOO_LARGE. */
  async encode(path: string, body: DocumentBody): Promise<EncodedDocument> {
    const fields = encodeFields(body);
    for (const [name, field] of fields) {
      // Bytes of a caller that happen to look packed must come back as they were given.
      if (isPacked(field.value)) fields.set(name, await packed(field));
    }
    await this.makeRoom(path, fields);
    const sizeBytes = sizeOf(path, fields);
    if (sizeBytes > MAX_DOCUMENT_BYTES) throw tooLarge(sizeBytes);
    return { fields: new Map([...fields].map(([name, { value }]) => [name, value])), sizeBytes };
  }

  /** Packs the largest field that may be, again and again until the document is small enough or nothing is left. */
  private async makeRoom(path: string, fields: Map<string, EncodedField>): Promise<void> {
    if (sizeOf(path, fields) <= PACK_ABOVE_BYTES) return;
    const indexed = this.indexed.get(parseDocumentPath(path).name);
    const candidates = [...fields]
      .filter(([name, { sizeBytes }]) => sizeBytes > MIN_PACKED_BYTES && !indexed?.has(name))
      .filter(([, { value }]) => !isPacked(value))
      .sort(([, a], [, b]) => b.sizeBytes - a.sizeBytes);
    for (const [name, field] of candidates) {
      if (sizeOf(path, fields) <= PACK_ABOVE_BYTES) return;
      const smaller = await packed(field);
      if (smaller.sizeBytes < field.sizeBytes) fields.set(name, smaller);
    }
  }
}

async function packed({ value }: EncodedField): Promise<EncodedField> {
  const bytes = await pack(value);
  if (bytes.byteLength > MAX_FIELD_BYTES) throw tooLarge(bytes.byteLength);
  return { value: bytes, sizeBytes: bytes.byteLength };
}

function sizeOf(path: string, fields: ReadonlyMap<string, EncodedField>): number {
  let sizeBytes = emptyDocumentBytes(path);
  for (const [name, field] of fields) sizeBytes += textBytes(name) + field.sizeBytes;
  return sizeBytes;
}

function tooLarge(sizeBytes: number): AppError {
  return new AppError(
    'too_large',
    'DOCUMENT_TOO_LARGE',
    'This is too large to be stored as one document, even compressed. Store it in parts.',
    { sizeBytes, limitBytes: MAX_DOCUMENT_BYTES },
  );
}
