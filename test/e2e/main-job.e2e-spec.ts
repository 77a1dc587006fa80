import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Conversation, Memory, ResponseMessage } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';
import { opusOf, TALK } from '../support/recordings.js';

/** Frames of one answer, as they stand on the wire. */
async function ask(
  server: MnemeProcess,
  text: string,
): Promise<{ frames: string[]; message: ResponseMessage }> {
  const response = await server.fetch('/v2/messages', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const frames = (await response.text()).split('\n\n').filter(Boolean);
  const done = frames.at(-1)!;
  expect(done.startsWith('done: ')).toBe(true);
  return {
    frames,
    message: JSON.parse(Buffer.from(done.slice(6), 'base64').toString('utf8')) as ResponseMessage,
  };
}

// One story told in order: the last test deletes what the others look at.
describe('a phone call, from the device to a cited answer', { shuffle: false }, () => {
  let server: MnemeProcess;
  let device: Device;
  let conversation: Conversation;
  let memories: Memory[];

  beforeAll(async () => {
    server = await MnemeProcess.start();
    device = await Device.connect(server.url, server.token);
    await device.sendAll(await opusOf(TALK.path));
    await device.end();
    const id = await device.finalize();
    conversation = await vi.waitFor(
      async () => {
        const current = await server.json<Conversation>(`/v1/conversations/${id}`);
        expect(current.status).toBe('completed');
        return current;
      },
      { timeout: 60_000, interval: 200 },
    );
    memories = await vi.waitFor(
      async () => {
        const found = await server.json<Memory[]>('/v3/memories');
        expect(found.length).toBeGreaterThan(0);
        return found;
      },
      { timeout: 30_000, interval: 200 },
    );
  });

  afterAll(async () => {
    device?.close();
    await server?.dispose();
  });

  it('hears the words that were said, once each', () => {
    const text = device.text.toLowerCase();
    for (const word of TALK.words) expect(text).toContain(word);
    expect(text.split('peanuts')).toHaveLength(2);
  });

  it('shows words while they are still being spoken', async () => {
    const listener = await Device.connect(server.url, server.token, { device_id: 'live' });
    const packets = (await opusOf(TALK.path)).slice(0, 400);
    for (let index = 0; index < packets.length && listener.partials.length === 0; index += 10) {
      await listener.send(index + 1, packets.slice(index, index + 10));
      await new Promise((resolve) => setTimeout(resolve, 200)); // the pace of speech: 10 packets of 20 ms
    }
    expect(listener.partials[0]).toMatch(/\w/);
    expect(listener.text).toBe('');
    listener.close();
  });

  it('stores the same segments that the device was told', () => {
    expect(conversation.transcript_segments.map((segment) => segment.id)).toEqual(
      [...device.segments.values()].sort((a, b) => a.start - b.start).map((segment) => segment.id),
    );
  });

  it('understands the call: title, overview, category, a task with its day, the party as an event', () => {
    const { title, overview, action_items, events } = conversation.structured;
    expect(title).not.toBe('');
    expect(overview.toLowerCase()).toMatch(/party|birthday/);
    const cake = action_items.find((item) => /cake/i.test(item.description));
    expect(cake?.due_at).toBeTruthy();
    expect(events.some((event) => /party|birthday/i.test(event.title))).toBe(true);
    expect(new Date(events[0]!.start).getUTCHours()).toBe(15);
  });

  it('remembers lasting facts with the words that they rest on', () => {
    const allergy = memories.find((memory) => /allerg/i.test(memory.content));
    expect(allergy?.evidence[0]!.quote.toLowerCase()).toContain('peanuts');
    const known = new Set(conversation.transcript_segments.map((segment) => segment.id));
    expect(allergy!.evidence[0]!.segment_ids.every((id) => known.has(id))).toBe(true);
  });

  it('answers a question with a citation that leads to the second of the audio, and says that no model wrote it', async () => {
    const { frames, message } = await ask(server, 'What is Oliver allergic to?');
    expect(frames.some((frame) => frame.startsWith('data: '))).toBe(true);
    expect(message.text.toLowerCase()).toContain('peanuts');
    expect(message.answered_by).toBe('extractive');
    expect(message.memories_id).toEqual([conversation.id]);
    const citation = message.citations.find((candidate) => candidate.conversation_id === conversation.id)!;
    expect(citation.start).toBeGreaterThan(10);
    expect(citation.start).toBeLessThan(TALK.seconds);
  });

  it('says that it does not know, and cites nothing, when nothing was said about it', async () => {
    const { message } = await ask(server, 'What is the name of my dentist?');
    expect(message.citations).toEqual([]);
    expect(message.text.toLowerCase()).toMatch(/not|nothing|don.t/);
  });

  it('keeps the questions and answers as a chat that can be cleared', async () => {
    const history = await server.json<{ sender: string }[]>('/v2/messages');
    expect(history.slice(0, 2).map((message) => message.sender)).toEqual(['ai', 'human']);
    await server.json('/v2/messages', { method: 'DELETE' });
    const after = await server.json<{ sender: string }[]>('/v2/messages');
    expect(after.every((message) => message.sender === 'ai')).toBe(true);
  });

  it('gives back the stored sound whole and in ranges, in the form that was stored and as WAV', async () => {
    const file = await vi.waitFor(
      async () => {
        const { audio_files } = await server.json<{
          audio_files: { id: string; duration: number; signed_url: string }[];
        }>(`/v1/sync/audio/${conversation.id}/urls`);
        expect(audio_files).toHaveLength(1);
        return audio_files[0]!;
      },
      { timeout: 30_000, interval: 200 },
    );
    expect(file.duration).toBeCloseTo(TALK.seconds, 0);
    for (const format of ['original', 'wav']) {
      const whole = new Uint8Array(
        await (await server.fetch(`${file.signed_url}?format=${format}`)).arrayBuffer(),
      );
      const part = await server.fetch(`${file.signed_url}?format=${format}`, {
        headers: { Range: 'bytes=1000-1999' },
      });
      expect(part.status).toBe(206);
      expect(part.headers.get('content-range')).toBe(`bytes 1000-1999/${whole.length}`);
      expect(new Uint8Array(await part.arrayBuffer())).toEqual(whole.slice(1000, 2000));
    }
    const beyond = await server.fetch(file.signed_url, { headers: { Range: 'bytes=999999999-' } });
    expect(beyond.status).toBe(416);
    expect(await beyond.json()).toMatchObject({ code: 'RANGE_NOT_SATISFIABLE' });
  });

  it('never writes what was said or asked into its log', () => {
    for (const word of ['peanut', 'dashwood', 'dentist', 'museum'])
      expect(server.said.toLowerCase()).not.toContain(word);
    expect(server.said).not.toContain(server.token.slice(-20) + '"');
  });

  it('deletes the conversation everywhere, so that no answer knows it any more', async () => {
    const response = await server.fetch(`/v1/conversations/${conversation.id}`, { method: 'DELETE' });
    expect(response.status).toBe(204);
    expect((await server.fetch(`/v1/conversations/${conversation.id}`)).status).toBe(404);
    await vi.waitFor(
      async () => {
        expect(await server.json('/v3/memories')).toEqual([]);
        expect((await ask(server, 'What is Oliver allergic to?')).message.citations).toEqual([]);
      },
      { timeout: 20_000, interval: 300 },
    );
    expect((await server.fetch(`/v1/sync/audio/${conversation.id}/urls`)).status).toBe(404);
  });
});
