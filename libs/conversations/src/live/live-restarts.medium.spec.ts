import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import { DocumentStore } from '#libs/storage';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { HELLO, LATER, LiveBenches, stored, textOf } from '../testing/live-benches.js';
import { LiveSessions } from './live-sessions.js';

/** `LATER`, for a recognizer that hears the log from where `HELLO` was stored on: its time begins there. */
const UNHEARD = { ...LATER, startMs: LATER.startMs - HELLO.endMs, endMs: LATER.endMs - HELLO.endMs };

describe('live sessions of a process that is gone', () => {
  let benches: LiveBenches;

  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  it('hears after a crash what the dead process had not stored, exactly once, and ends the conversation by itself', async () => {
    const before = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    await before.until(() => expect(device.transcript).toHaveLength(1));
    const id = device.conversationId;
    const dataDir = await before.wreck();
    const after = await benches.start({ dataDir, clock: before.clock, heard: [{ utterances: [UNHEARD] }] });
    await after.until(async () => {
      const { transcript_segments: segments } = await stored(after, id);
      expect(textOf(segments)).toBe(`${HELLO.text} ${LATER.text}`);
    });
    await after.passTime(130_000);
    await after.until(async () => expect((await stored(after, id)).status).toBe('completed'));
    expect(textOf((await stored(after, id)).transcript_segments)).toBe(`${HELLO.text} ${LATER.text}`);
  });

  it('leaves a recording to the machine that its sound lies on', async () => {
    const before = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    const dataDir = await before.wreck();
    await rm(join(dataDir, 'capture'), { recursive: true });
    await writeFile(join(dataDir, 'node-id'), `${newId()}\n`);
    const other = await benches.start({ dataDir, clock: before.clock });
    await other.passTime(70_000);
    const session = await other.get(RecordingSessionRepository).find('ada', device.handle.sessionId);
    expect(session?.state).toBe('open');
  });

  it('takes over recordings from before machines had names', async () => {
    const before = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    await before.until(() => expect(device.transcript).toHaveLength(1));
    const { conversationId, handle } = device;
    const path = `users/ada/recording_sessions/${handle.sessionId}`;
    const { data } = (await before.get(DocumentStore).get<RecordingSession>(path))!;
    await before.get(DocumentStore).write([{ kind: 'set', path, data: { ...data, node_id: undefined } }]);
    const dataDir = await before.wreck();
    const after = await benches.start({ dataDir, clock: before.clock, heard: [{ utterances: [UNHEARD] }] });
    await after.until(async () => {
      const { transcript_segments: segments } = await stored(after, conversationId);
      expect(textOf(segments)).toContain(LATER.text);
    });
  });

  it('lets a device resume its session after the server was stopped and started', async () => {
    const before = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const first = await before.device().connect();
    await first.record(5_000);
    await before.until(() => expect(first.transcript).toHaveLength(1));
    const { sessionId, conversationId } = first.handle;
    await before.settled(before.get(LiveSessions).stop());
    expect(first.closed).toBe('shutting_down');
    const after = await benches.start({ dataDir: await before.wreck(), clock: before.clock });
    const again = await after.settled(after.device({ params: { sessionId } }).connect());
    expect(again.named('session.ready')).toEqual([
      { session_id: sessionId, durable: 50, conversation_id: conversationId },
    ]);
  });
});
