import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClosedAccounts } from '#libs/accounts';
import { BlobStore, DataLifecycle } from '#libs/storage';
import { CaptureLogs } from '#libs/transcription';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { AudioService } from '../audio/audio.service.js';
import { SWEEP_EVERY_MS } from '../conversations-runtime.js';
import { ConversationEdits } from '../edits/conversation-edits.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationProcessing } from '../lifecycle/conversation-processing.js';
import { ConversationSearch } from '../search/conversation-search.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const BUDGET = { text: 'The budget meeting moved to Friday.', startMs: 31_000, endMs: 34_000 };

describe('what a conversation leaves', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let firstId: string;

  /** Records two conversations on one connection and lets both be processed with all their effects. */
  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN, BUDGET] }] });
    device = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    firstId = (await bench.settled(device.handle.finalize())).conversation_id;
    await stored(firstId);
  });
  afterEach(() => bench.stop());

  const stored = (id: string, ownerId = 'ada') =>
    bench.until(async () => {
      expect(await bench.get(AudioService).list(ownerId, id)).toHaveLength(1);
      expect(await find('tomatoes', ownerId)).not.toEqual([]);
      const { items } = await bench.get(ActionItemsService).list(ownerId, {}, { limit: 9, offset: 0 });
      expect(items).not.toEqual([]);
    });
  const find = (text: string, ownerId = 'ada') =>
    bench.get(ConversationSearch).search(ownerId, { text, limit: 5 });
  const remains = (id: string, ownerId = 'ada') => bench.get(DataLifecycle).findConversation(ownerId, id);

  it('is all found again by the proof of deletion', async () => {
    expect((await remains(firstId)).map(({ store }) => store).sort()).toEqual([
      'action items',
      'blobs',
      'capture logs',
      'documents',
      'folders',
      'search',
    ]);
  });

  it('is all gone after its deletion, and only that', async () => {
    await device.record(30_000);
    await bench.until(() => expect(device.handle.conversationId).not.toBeNull());
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const { conversation_id: secondId } = await bench.settled(device.handle.finalize());
    await bench.until(async () => expect(await find('budget')).not.toEqual([]));

    await bench.settled(bench.get(ConversationsService).delete('ada', firstId));
    await expect(bench.get(ConversationsService).get('ada', firstId)).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
    await bench.until(async () => expect(await remains(firstId)).toEqual([]));
    expect(await find('tomatoes')).toEqual([]);
    await expect(bench.settled(bench.get(ConversationsService).delete('ada', firstId))).rejects.toMatchObject(
      { code: 'CONVERSATION_NOT_FOUND' },
    );
    expect(await bench.get(ConversationsService).get('ada', secondId)).toMatchObject({ id: secondId });
    expect((await find('budget'))[0]).toMatchObject({ conversationId: secondId });
  });

  it('leaves the capture log of a recording that goes on only when it is stored, and all of it when the recording ends', async () => {
    const { sessionId } = device.handle;
    const logs = bench.get(CaptureLogs);
    await bench.until(async () =>
      expect(await logs.countFrames('ada', sessionId, { fromMs: 0, toMs: 5_000 })).toBe(0),
    );
    const [file] = await bench.get(AudioService).list('ada', firstId);
    const [pieceId] = file!.chunk_ids!;
    expect(await bench.get(BlobStore).stat(`audio/ada/${firstId}/${file!.id}/${pieceId}.ogg`)).toMatchObject({
      sizeBytes: file!.size,
    });
    await device.record(3_000);
    await bench.settled(device.handle.end());
    device.handle.detach();
    await bench.passTime(125_000);
    await bench.until(async () => expect(await logs.describe('ada', sessionId)).toBeNull());
    await bench.until(async () => {
      const session = await bench.get(RecordingSessionRepository).find('ada', sessionId);
      expect(session).toMatchObject({ state: 'released' });
      expect(session!.spans.map(({ state }) => state)).toEqual(['stored', 'silent']);
    });
  });

  it('cannot be reached or deleted by another owner', async () => {
    const service = bench.get(ConversationsService);
    const missing = { code: 'CONVERSATION_NOT_FOUND' };
    const [file] = await bench.get(AudioService).list('ada', firstId);
    expect(await find('tomatoes', 'eve')).toEqual([]);
    expect(await service.list('eve', { limit: 10, offset: 0 })).toEqual([]);
    await expect(service.get('eve', firstId)).rejects.toMatchObject(missing);
    await expect(service.delete('eve', firstId)).rejects.toMatchObject(missing);
    const edits = bench.get(ConversationEdits);
    await expect(edits.describe('eve', firstId, { title: 'Mine' })).rejects.toMatchObject(missing);
    await expect(bench.get(ConversationProcessing).finalize('eve', firstId)).rejects.toMatchObject(missing);
    await expect(bench.get(AudioService).open('eve', firstId, file!.id, 'original')).rejects.toMatchObject(
      missing,
    );
    await bench.get(DataLifecycle).deleteConversation('eve', firstId);
    expect(await remains(firstId)).toHaveLength(6);
  });

  it('is found as passages that say where they were said', async () => {
    const [passage] = await find('ripe tomatoes');
    expect(passage).toMatchObject({
      conversationId: firstId,
      kind: 'speech',
      title: 'A Talk',
      text: GARDEN.text,
      start: 0,
      end: 3,
      speaker: 'SPEAKER_00',
      isUser: null,
      before: '',
      after: '',
    });
    expect(passage!.segmentIds).toEqual([device.transcript[0]!.id]);
    const whenMs = passage!.startedAtMs;
    const inRange = (fromMs: number, toMs: number) =>
      bench.get(ConversationSearch).search('ada', { text: 'tomatoes', limit: 5, fromMs, toMs });
    expect(await inRange(whenMs, whenMs)).not.toEqual([]);
    expect(await inRange(whenMs + 1, whenMs + 1_000)).toEqual([]);
    expect(await inRange(whenMs + 1_000, whenMs)).toEqual([]);
  });
});

describe('what an owner leaves', () => {
  let bench: ConversationsBench;
  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: Array(4).fill({ utterances: [GARDEN] }) });
  });
  afterEach(() => bench.stop());

  const speak = async (ownerId: string): Promise<TestDevice> => {
    const device = await bench.device({ ownerId }).connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    return device;
  };
  const stores = async (ownerId: string) =>
    (await bench.get(DataLifecycle).findOwner(ownerId)).map(({ store }) => store).sort();

  it('is all gone after the account’s deletion, an open recording included, and nobody else’s', async () => {
    const lifecycle = bench.get(DataLifecycle);
    const ada = await speak('ada');
    await bench.settled(ada.handle.finalize());
    await bench.until(async () => expect(await stores('ada')).toContain('blobs'));
    await bench.until(async () => expect(await stores('ada')).toContain('search'));
    expect(await stores('ada')).toEqual(['blobs', 'documents', 'recorded sound', 'search']);
    await ada.record(3_000);
    const eve = await speak('eve');

    await bench.settled(lifecycle.deleteOwner('ada'));
    expect(await stores('ada')).toEqual([]);
    expect(ada.closed).toBe('shutting_down');
    expect(await stores('eve')).toEqual(['documents', 'recorded sound']);
    await eve.record(1_000);
  });

  it('is let go by a process that only learns that the account was closed elsewhere', async () => {
    const ada = await speak('ada');
    await bench.get(ClosedAccounts).close('ada');
    await bench.passTime(SWEEP_EVERY_MS);
    await bench.until(async () => expect(await stores('ada')).not.toContain('recorded sound'));
    expect(ada.closed).toBe('shutting_down');
  });
});
