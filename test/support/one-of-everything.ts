import { expect, vi } from 'vitest';
import type { AudioFile, Conversation } from '#libs/contracts';
import { encodeWav } from '#libs/transcription';
import type { MnemeProcess } from './mneme-process.js';
import { samplesOf, TALK } from './recordings.js';

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/**
 * Gives the owner one of each thing that a route can name, and answers their ids by the names of the routes' parameters. Beside the
 * conversation that is there: a task and a link to it, a goal, a summary of the day, a memory, a person, a correction, a voice profile, an upload, a folder, an app.
 */
export async function oneOfEverything(
  server: MnemeProcess,
  conversation: Conversation,
): Promise<Record<string, string>> {
  const [memory] = await server.json<{ id: string }[]>('/v3/memories');
  const task = await server.json<{ id: string }>(
    '/v1/action-items',
    json('POST', { description: 'Water the plants', conversation_id: conversation.id }),
  );
  const [file] = conversation.audio_files as [AudioFile];
  const pieces = await server.json<{ pieces: { id: string }[] }>(
    `/v1/conversations/${conversation.id}/audio/pieces`,
  );
  const person = await server.json<{ id: string }>('/v1/users/people', json('POST', { name: 'Peter' }));
  const assigned = `assign_type=person_id&value=${person.id}&use_for_speech_training=false`;
  await server.json(`/v1/conversations/${conversation.id}/segments/0/assign?${assigned}`, {
    method: 'PATCH',
  });
  const [correction] = await server.json<{ id: string }[]>('/v1/users/people/corrections');
  const profile = await server.json<{ url: string }>('/v3/upload-audio', {
    method: 'POST',
    body: await upload('voice.wav', 0, 30),
  });
  const recording = await server.json<{ job_id: string }>('/v1/recordings', {
    method: 'POST',
    body: await upload('talk.wav', 5, 15),
  });
  const goal = await server.json<{ id: string }>(
    '/v1/goals',
    json('POST', { title: 'Read', target_value: 3 }),
  );
  const { summary_id: summaryId } = await server.json<{ summary_id: string }>(
    '/v1/users/daily-summary-settings/test',
    json('POST', {}),
  );
  const folder = await server.json<{ id: string }>('/v1/folders', json('POST', { name: 'House' }));
  const { token } = await server.json<{ token: string }>(
    '/v1/action-items/share',
    json('POST', { task_ids: [task.id] }),
  );
  const { app_id } = await server.json<{ app_id: string }>('/v1/apps', {
    method: 'POST',
    body: appForm({ name: 'Haiku', description: '', capabilities: ['memories'], memory_prompt: 'A haiku.' }),
  });
  const { import_id, review_id } = await disputedMemory(server);
  return {
    conversation_id: conversation.id,
    import_id,
    review_id,
    folder_id: folder.id,
    app_id,
    memory_id: memory!.id,
    action_item_id: task.id,
    action_item_idx: '0',
    token,
    goal_id: goal.id,
    summary_id: summaryId,
    app_key: 'caldav',
    audio_file_id: file.id,
    piece_id: pieces.pieces[0]!.id,
    segment_idx: '0',
    speaker_id: '0',
    person_id: person.id,
    sample_index: '0',
    correction_id: correction!.id,
    sample_id: new URL(profile.url, server.url).pathname.split('/').at(-1)!,
    job_id: recording.job_id,
  };
}

/** The owner edits what one log says; what another one says against it is put before them. */
async function disputedMemory(server: MnemeProcess): Promise<{ import_id: string; review_id: string }> {
  const first = await importLog(server, 'I live in Madison, on Willow Street.', '2026-01-01T10:00:00Z');
  const memories = await server.json<{ id: string; content: string }[]>('/v3/memories');
  const home = memories.find(({ content }) => content.includes('Madison'))!;
  await server.json(`/v3/memories/${home.id}`, json('PATCH', { value: `${home.content}, by the park` }));
  await importLog(server, 'Now I live in Milwaukee, near the lake.', '2026-02-01T10:00:00Z');
  const [review] = await server.json<{ id: string }[]>('/v3/memories/review-queue');
  return { import_id: first, review_id: review!.id };
}

async function importLog(server: MnemeProcess, text: string, recorded_at: string): Promise<string> {
  const { imports } = await server.json<{ imports: { id: string }[] }>(
    '/v3/memory-imports/batch',
    json('POST', { logs: [{ text, source: 'diary', recorded_at }] }),
  );
  const { id } = imports[0]!;
  await vi.waitFor(
    async () => expect(await server.json(`/v3/memory-imports/${id}`)).toMatchObject({ status: 'completed' }),
    10_000,
  );
  return id;
}

/** An app as clients send it. */
export function appForm(app: object): FormData {
  const form = new FormData();
  form.set('app_data', JSON.stringify(app));
  form.set('file', new Blob([Uint8Array.of(0x89, 0x50, 0x4e, 0x47)], { type: 'image/png' }), 'logo.png');
  return form;
}

/** A stretch of the phone call as a WAV in a form. */
async function upload(name: string, fromSeconds: number, toSeconds: number): Promise<FormData> {
  const samples = (await samplesOf(TALK.path)).subarray(fromSeconds * 16_000, toSeconds * 16_000);
  const pieces = await Array.fromAsync(encodeWav([samples], { sampleRate: 16_000, samples: samples.length }));
  const form = new FormData();
  form.set('file', new Blob(pieces.map((piece) => Uint8Array.from(piece))), name);
  return form;
}
