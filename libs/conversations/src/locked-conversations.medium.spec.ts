import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indexConversation, processConversation } from '#libs/contracts';
import { JobQueue } from '#libs/queue';
import { DocumentStore, KeywordIndex } from '#libs/storage';
import { ActionItemsService } from './action-items/action-items.service.js';
import { ConversationTasks } from './action-items/conversation-tasks.js';
import { AudioService } from './audio/audio.service.js';
import { ConversationsService } from './conversations.service.js';
import { ConversationEdits } from './edits/conversation-edits.js';
import { FoldersService } from './folders/folders.service.js';
import { ConversationProcessing } from './lifecycle/conversation-processing.js';
import { Sweeper } from './lifecycle/sweeper.js';
import { MergesService } from './merge/merges.service.js';
import { PhotosService } from './photos/photos.service.js';
import { ProcessingProgress } from './pipeline/processing-progress.js';
import { ConversationSearch } from './search/conversation-search.js';
import { CONVERSATION_INDEX } from './search/entries.rules.js';
import { SharedConversations } from './sharing/shared-conversations.js';
import { SpeakerCorrections } from './speakers/speaker-corrections.js';
import { SpeakerLabels } from './speakers/speaker-labels.js';
import { SplitsService } from './split/splits.service.js';
import { newConversationRow } from './store/conversation-row.js';
import { ConversationsBench, NotedExtractions } from './testing/index.js';

const SPOKEN = { text: 'The boat is paid for.', startMs: 1_000, endMs: 4_000 };
const LOCKED = { kind: 'locked', code: 'CONVERSATION_LOCKED' };
const PAGE = { limit: 10, offset: 0 };

describe('a conversation that another server locked behind a plan', () => {
  let bench: ConversationsBench;
  let id: string;
  let fileId: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [SPOKEN] }] });
    const device = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    ({ conversation_id: id } = await bench.settled(device.handle.finalize()));
    await bench.until(async () => {
      const conversation = await conversations().get('ada', id);
      expect(conversation).toMatchObject({ status: 'completed', audio_files: [{}] });
      expect(await tasks()).toHaveLength(1);
      fileId = conversation.audio_files[0]!.id;
    });
  });
  afterEach(() => bench.stop());

  const conversations = () => bench.get(ConversationsService);
  const tasks = async () => (await bench.get(ActionItemsService).list('ada', {}, PAGE)).items;
  const store = (fields: object) =>
    bench.get(DocumentStore).write([{ kind: 'merge', path: `users/ada/conversations/${id}`, data: fields }]);
  const lock = () => store({ is_locked: true });
  const label = { personId: 'anna', learn: false };

  it('keeps its row and its title in lists, and nothing that was said in it', async () => {
    await lock();
    const row = (await conversations().list('ada', PAGE)).find((listed) => listed.id === id);
    expect(row).toMatchObject({
      id,
      is_locked: true,
      structured: { title: 'A Talk', overview: '', action_items: [], events: [] },
      transcript_segments: [],
      audio_files: [],
    });
    expect(JSON.stringify(row)).not.toContain('boat');
  });

  it('is neither opened nor changed by anything that its owner can ask for', async () => {
    await lock();
    const stored = () => bench.get(DocumentStore).get(`users/ada/conversations/${id}`);
    const before = await stored();
    const requests: Record<string, () => Promise<unknown>> = {
      read: () => conversations().get('ada', id),
      'see its pictures': () => bench.get(PhotosService).list('ada', id),
      listen: () => bench.get(AudioService).openConversation('ada', id, 'wav'),
      'listen to a recording': () => bench.get(AudioService).open('ada', id, fileId, 'wav'),
      'fetch its pieces': () => bench.get(AudioService).pieces('ada', id),
      'fetch its addresses': () => bench.get(AudioService).addresses('ada', id),
      rename: () => bench.get(ConversationEdits).describe('ada', id, { title: 'Mine' }),
      star: () => bench.get(ConversationEdits).setStarred('ada', id, true),
      'correct its words': () => bench.get(ConversationEdits).writeSegment('ada', id, 's', 'No'),
      file: () => bench.get(FoldersService).file('ada', id, null),
      share: () => bench.get(SharedConversations).setVisibility('ada', id, 'public'),
      'name a voice': () => bench.get(SpeakerLabels).assignSpeaker('ada', id, 0, label),
      finalize: () => bench.get(ConversationProcessing).finalize('ada', id),
      reprocess: () => bench.get(ConversationProcessing).reprocess('ada', id, {}),
      'set aside': () => bench.get(ConversationProcessing).setDiscarded('ada', id, true),
      'ask how far it is': () => bench.get(ProcessingProgress).of('ada', id),
      split: () => bench.get(SplitsService).split('ada', id, { atSeconds: 2 }),
      'list its tasks': () => bench.get(ConversationTasks).list('ada', id),
      'delete its tasks': () => bench.get(ConversationTasks).deleteAll('ada', id),
    };
    for (const [name, request] of Object.entries(requests))
      await expect(bench.settled(request()), name).rejects.toMatchObject(LOCKED);
    expect(await stored()).toEqual(before);
  });

  it('cannot be merged, nor moved along with others', async () => {
    await lock();
    const merging = bench.get(MergesService).begin('ada', [id, 'other']);
    await expect(bench.settled(merging)).rejects.toMatchObject({ code: 'MERGE_NOT_POSSIBLE' });
    const folder = await bench.get(FoldersService).create('ada', { name: 'House' });
    expect(await bench.get(FoldersService).fileMany('ada', [id], folder.id)).toBe(0);
  });

  it('keeps the voices that it has, also when a correction is to be taken back', async () => {
    await bench.settled(bench.get(SpeakerLabels).assignSpeaker('ada', id, 0, label));
    await lock();
    const [correction] = await bench.get(SpeakerCorrections).list('ada', PAGE);
    const undoing = bench.get(SpeakerCorrections).undo('ada', correction!.id);
    await expect(bench.settled(undoing)).rejects.toMatchObject(LOCKED);
  });

  it('is shown to nobody, and found neither by its owner nor for a model', async () => {
    const entries = () => bench.get(KeywordIndex).countByPrefix(CONVERSATION_INDEX, 'ada', `${id}:`);
    await bench.settled(bench.get(SharedConversations).setVisibility('ada', id, 'public'));
    await bench.until(async () => expect(await entries()).toBeGreaterThan(0));
    await lock();
    await expect(bench.get(SharedConversations).get(id)).rejects.toMatchObject(LOCKED);
    expect(await bench.get(SharedConversations).listPublic(PAGE)).toEqual([]);
    expect(await conversations().getMany('ada', [id])).toEqual([]);
    const query = { text: 'boat', limit: 5 };
    expect(await bench.settled(bench.get(ConversationSearch).search('ada', query))).toEqual([]);
    await bench.get(JobQueue).enqueue(indexConversation, { ownerId: 'ada', conversationId: id, revision: 1 });
    await bench.until(async () => expect(await entries()).toBe(0));
  });

  it('is exported whole, its sound included, and is its owner’s to delete', async () => {
    await lock();
    const exported = (await Array.fromAsync(conversations().all('ada'))).find((one) => one.id === id);
    expect(exported).toMatchObject({ id, transcript_segments: [{ text: SPOKEN.text }] });
    expect(exported!.structured.action_items).toHaveLength(1);
    const sound = await bench.get(AudioService).open('ada', id, fileId, 'original');
    expect(sound.sizeBytes).toBeGreaterThan(0);
    await bench.settled(conversations().delete('ada', id));
    expect((await conversations().list('ada', PAGE)).map((listed) => listed.id)).not.toContain(id);
  });

  it('leaves nothing elsewhere when it is processed, and all of it once it is free', async () => {
    const noted = () =>
      bench.get(NotedExtractions).seen.filter(({ conversationId }) => conversationId === 'imported');
    const [known] = await bench.get(ConversationTasks).list('ada', id);
    const { transcript_segments } = await conversations().get('ada', id);
    const about = { source: 'omi', language: 'en', timeoutSeconds: 120, clientDeviceId: null } as const;
    const row = newConversationRow({ ...about, id: 'imported', clientPlatform: null }, bench.clock.now());
    id = row.id;
    // As the reference may have left it: handed over, and nobody at it.
    const unfinished = { status: 'processing', revision: 1, is_locked: true, transcript_segments };
    await store({ ...row, ...unfinished });
    await bench.get(Sweeper).sweep();
    const run = { ownerId: 'ada', conversationId: id, revision: 1 };
    await bench.until(async () =>
      expect(await bench.get(JobQueue).isPending(processConversation, run)).toBe(false),
    );
    await bench.passTime(60_000);
    expect(await conversations().list('ada', PAGE)).toContainEqual(
      expect.objectContaining({
        id,
        status: 'completed',
        structured: expect.objectContaining({ title: 'A Talk' }),
      }),
    );
    expect(noted()).toEqual([]);
    expect(await tasks()).toEqual([known]);

    await store({ is_locked: false });
    await bench.settled(bench.get(ConversationProcessing).reprocess('ada', id, {}));
    await bench.until(() => expect(noted()).toHaveLength(1));
    await bench.until(async () =>
      expect((await bench.get(ConversationTasks).list('ada', id)).map((task) => task.id)).toEqual([
        known!.id,
      ]),
    );
  });
});
