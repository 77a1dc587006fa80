import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { z } from 'zod';
import { AppError } from '#libs/kernel';
import { parseDocumentPath } from '../document-path.js';
import { encodeBody } from '../embedded/sqlite/body-codec.js';
import { digestOf, sizeOf } from './backup-files.js';
import {
  BLOBS_FILE,
  blobLine,
  damagedExport,
  documentLine,
  invalidLine,
  readExportManifest,
  type BlobLine,
  type ExportManifest,
} from './export-manifest.js';
import { comparePaths, documentPath, fileOf, PROFILE } from './owner-layout.js';
import { fromPortable, type PortableJson } from './portable-values.js';

/** A document of an export as it is to be stored for its new owner. */
export interface ExportedDocument {
  readonly portable: string;
  readonly path: string;
  readonly data: Record<string, unknown>;
}

/** An export on disk, read for the owner it is to belong to. Every reading checks every line. */
export class ExportReader {
  private constructor(
    private readonly folder: string,
    private readonly ownerId: string,
    readonly manifest: ExportManifest,
  ) {}

  /** Errors: `not_found` EXPORT_MISSING; `invalid` EXPORT_NEWER, EXPORT_DAMAGED. */
  static async open(folder: string, ownerId: string): Promise<ExportReader> {
    return new ExportReader(folder, ownerId, await readExportManifest(folder));
  }

  /**
   * Reads all of it once.
   * @throws AppError `invalid` EXPORT_DAMAGED naming the file, EXPORT_LINE_INVALID naming file, line and field
   */
  async validate(): Promise<void> {
    for (const { path, size, sha256 } of this.manifest.files) await this.checkFile(path, { size, sha256 });
    for await (const document of this.documents()) void document;
    for await (const { key, size, sha256 } of this.blobs()) await this.checkFile(key, { size, sha256 });
  }

  /** In the order of the files, each in the order of its lines; the account's own first. */
  async *documents(): AsyncIterable<ExportedDocument> {
    const files = this.manifest.files.map(({ path }) => path).filter((path) => path !== BLOBS_FILE);
    const first = fileOf(PROFILE);
    for (const file of files.sort((a, b) => Number(b === first) - Number(a === first))) {
      for await (const { line, value } of this.lines(file, documentLine, ({ path }) => path)) {
        if (fileOf(value.path) !== file) throw invalidLine(file, line, 'its path belongs into another file');
        yield this.documentOf(file, line, value);
      }
    }
  }

  async *blobs(): AsyncIterable<BlobLine> {
    for await (const { value } of this.lines(BLOBS_FILE, blobLine, ({ key }) => key)) yield value;
  }

  /** The sound of a blob. */
  content(key: string): AsyncIterable<Uint8Array> {
    return createReadStream(join(this.folder, key)) as AsyncIterable<Uint8Array>;
  }

  private documentOf(
    file: string,
    line: number,
    { path, data }: z.infer<typeof documentLine>,
  ): ExportedDocument {
    try {
      const target = parseDocumentPath(documentPath(path, this.ownerId)).path;
      const body = fromPortable(data as PortableJson, this.ownerId) as Record<string, unknown>;
      // What no store takes is known before the first is written.
      encodeBody(body);
      return { portable: path, path: target, data: body };
    } catch (error) {
      if (error instanceof AppError) throw invalidLine(file, line, error.message.replace(/\.$/, ''));
      throw error;
    }
  }

  /** Lines in ascending order of what names them, so that nothing can come twice. */
  private async *lines<T>(
    file: string,
    schema: z.ZodType<T>,
    nameOf: (value: T) => string,
  ): AsyncIterable<{ line: number; value: T }> {
    let line = 0;
    let previous: string | undefined;
    const input = createReadStream(join(this.folder, file));
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line += 1;
      const value = parseLine(text, { file, line, schema });
      if (previous !== undefined && comparePaths(previous, nameOf(value)) >= 0) {
        throw invalidLine(file, line, 'it comes twice or out of order');
      }
      previous = nameOf(value);
      yield { line, value };
    }
  }

  private async checkFile(path: string, expected: { size: number; sha256: string }): Promise<void> {
    const file = join(this.folder, path);
    if ((await sizeOf(file)) !== expected.size) throw damagedExport(path);
    const { sha256 } = await digestOf(file).catch(() => {
      throw damagedExport(path);
    });
    if (sha256 !== expected.sha256) throw damagedExport(path);
  }
}

function parseLine<T>(
  text: string,
  { file, line, schema }: { file: string; line: number; schema: z.ZodType<T> },
): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalidLine(file, line, 'it is no JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw invalidLine(file, line, `${issue.path.join('.') || 'the line'} is not as it must be`);
}
