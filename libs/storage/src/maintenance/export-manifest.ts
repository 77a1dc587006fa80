import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#libs/kernel';

export const EXPORT_FORMAT = 'mneme-export';
export const EXPORT_VERSION = 1;
export const EXPORT_MANIFEST = 'manifest.json';
export const BLOBS_FILE = 'audio.jsonl';

const relativePath = z
  .string()
  .min(1)
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const size = z.number().int().min(0);

const manifestSchema = z.object({
  format: z.literal(EXPORT_FORMAT),
  format_version: z.number().int().min(1),
  /** Every file of lines, with how many it has. */
  files: z.array(z.object({ path: relativePath, lines: z.number().int(), size, sha256 })),
});
export type ExportManifest = z.infer<typeof manifestSchema>;

/** One line of a file of documents. */
export const documentLine = z.strictObject({ path: relativePath, data: z.record(z.string(), z.unknown()) });

/** One line of `audio.jsonl`: a file that lies in the export under its key. */
export const blobLine = z.strictObject({ key: relativePath, content_type: z.string(), size, sha256 });
export type BlobLine = z.infer<typeof blobLine>;

/** Errors: `not_found` EXPORT_MISSING; `invalid` EXPORT_NEWER, EXPORT_DAMAGED. */
export async function readExportManifest(folder: string): Promise<ExportManifest> {
  const text = await readFile(join(folder, EXPORT_MANIFEST), 'utf8').catch(() => {
    throw new AppError(
      'not_found',
      'EXPORT_MISSING',
      `There is no export in ${folder}: it has no ${EXPORT_MANIFEST}. Name the folder that \`mneme export\` wrote.`,
      { path: folder },
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damagedExport(EXPORT_MANIFEST);
  }
  if (Number((value as { format_version?: unknown } | null)?.format_version) > EXPORT_VERSION) {
    throw new AppError(
      'invalid',
      'EXPORT_NEWER',
      'The export was made by a newer version of Mneme. Update this one.',
    );
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) throw damagedExport(EXPORT_MANIFEST);
  return parsed.data;
}

export function damagedExport(file: string): AppError {
  return new AppError(
    'invalid',
    'EXPORT_DAMAGED',
    `The export is not what was written: ${file} is missing, cut off or altered. Nothing was imported; make the export again.`,
    { file },
  );
}

export function invalidLine(file: string, line: number, problem: string): AppError {
  return new AppError(
    'invalid',
    'EXPORT_LINE_INVALID',
    `${file}, line ${line}: ${problem}. Nothing was imported.`,
    { file, line },
  );
}
