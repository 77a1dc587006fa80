import { openAsBlob } from 'node:fs';
import { containerOf } from '#libs/transcription/testing';
import type { MnemeProcess } from './mneme-process.js';

/** Opus packets as a client keeps them on its own, and the name that says when they were recorded. */
export function deviceFile(packets: readonly Uint8Array[], recordedAtS: number): File {
  const name = `audio_omi_opus_16000_1_fs320_${recordedAtS}.bin`;
  return new File([new Uint8Array(containerOf(packets))], name);
}

/** A form that a client sends. */
export function formOf(
  field: 'files' | 'file',
  files: readonly File[],
  fields: Record<string, string> = {},
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  for (const file of files) form.append(field, file, file.name);
  return form;
}

export async function audioFile(path: string, name: string): Promise<File> {
  return new File([await openAsBlob(path)], name);
}

export interface SyncJob {
  job_id: string;
  status: string;
  total_segments: number;
  failed_segments: number;
  result?: { new_memories: string[]; updated_memories: string[] };
}

export function upload(server: MnemeProcess, path: string, form: FormData): Promise<Response> {
  return server.fetch(path, { method: 'POST', body: form });
}
