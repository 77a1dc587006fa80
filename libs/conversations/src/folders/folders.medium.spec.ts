import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationsService } from '../conversations.service.js';
import { ConversationLifecycle } from '../lifecycle/conversation-lifecycle.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import { MAX_CUSTOM_FOLDERS } from './folder.rules.js';
import { FolderRepository } from './folder.repository.js';
import { FoldersService } from './folders.service.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };

describe('folders', () => {
  let bench: ConversationsBench;
  let folders: FoldersService;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN] }] });
    folders = bench.get(FoldersService);
  });
  afterEach(() => bench.stop());

  const names = async (ownerId = 'ada') => (await folders.list(ownerId)).map(({ name }) => name);
  const counts = async () =>
    Object.fromEntries((await folders.list('ada')).map((folder) => [folder.name, folder.conversation_count]));
  const idOf = async (name: string) => (await folders.list('ada')).find((folder) => folder.name === name)!.id;
  const folderOf = async (id: string) => (await bench.get(ConversationsService).get('ada', id)).folder_id;
  const recorded = async (): Promise<string> => {
    const device: TestDevice = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(async () => expect(await folderOf(id)).not.toBeNull());
    return id;
  };

  it('are Work, Personal and Social for whoever asks first, also twice at once', async () => {
    await Promise.all([folders.list('ada'), bench.get(FolderRepository).choices('ada')]);
    expect(await names()).toEqual(['Work', 'Personal', 'Social']);
    expect(await bench.get(FolderRepository).choices('ada')).toHaveLength(3);
  });

  it('are made, changed, put in order and counted up to fifty', async () => {
    const first = await folders.create('ada', { name: 'House' });
    expect(first).toMatchObject({ order: 3, color: '#6B7280', icon: '📁', is_system: false });
    await folders.update('ada', first.id, { name: 'Home', icon: '🏠' });
    await folders.reorder('ada', [first.id, 'gone']);
    expect(await names()).toEqual(['Home', 'Work', 'Personal', 'Social']);
    for (let count = 1; count < MAX_CUSTOM_FOLDERS; count += 1) {
      await folders.create('ada', { name: `Folder ${count}` });
    }
    await expect(folders.create('ada', { name: 'One too many' })).rejects.toMatchObject({
      code: 'FOLDERS_FULL',
    });
  });

  it('get conversations by their category, once, and lose them with their deletion', async () => {
    const id = await recorded();
    expect(await folderOf(id)).toBe(await idOf('Personal'));
    expect(await counts()).toEqual({ Work: 0, Personal: 1, Social: 0 });
    await bench.settled(bench.get(ConversationLifecycle).reprocess('ada', id, 'user_reprocess'));
    await bench.until(async () =>
      expect(await bench.get(ConversationsService).get('ada', id)).toMatchObject({
        revision: 2,
        status: 'completed',
      }),
    );
    expect(await counts()).toEqual({ Work: 0, Personal: 1, Social: 0 });
    await bench.settled(bench.get(ConversationsService).delete('ada', id));
    await bench.until(async () => expect(await counts()).toEqual({ Work: 0, Personal: 0, Social: 0 }));
  });

  it('keep what their owner put there, or took out', async () => {
    const id = await recorded();
    await bench.settled(folders.file('ada', id, await idOf('Work')));
    expect(await counts()).toEqual({ Work: 1, Personal: 0, Social: 0 });
    await bench.settled(folders.file('ada', id, null));
    await bench.settled(bench.get(ConversationLifecycle).reprocess('ada', id, 'user_reprocess'));
    await bench.until(async () =>
      expect(await bench.get(ConversationsService).get('ada', id)).toMatchObject({
        revision: 2,
        status: 'completed',
      }),
    );
    expect(await folderOf(id)).toBeNull();
    expect(await counts()).toEqual({ Work: 0, Personal: 0, Social: 0 });
  });

  it('leave their conversations to another one, or to none, when they are deleted', async () => {
    const id = await recorded();
    const { id: house } = await folders.create('ada', { name: 'House' });
    expect(await bench.settled(folders.fileMany('ada', [id, id, 'gone'], house))).toBe(1);
    await bench.settled(folders.delete('ada', house, await idOf('Social')));
    await bench.until(async () => expect(await counts()).toEqual({ Work: 0, Personal: 0, Social: 1 }));
    expect(await folderOf(id)).toBe(await idOf('Social'));
    const { id: yard } = await folders.create('ada', { name: 'Yard' });
    await bench.settled(folders.file('ada', id, yard));
    await bench.settled(folders.delete('ada', yard, null));
    await bench.until(async () => expect(await folderOf(id)).toBeNull());
  });

  it('refuse what would lose or mix something up', async () => {
    const id = await recorded();
    const work = await idOf('Work');
    const { id: house } = await folders.create('ada', { name: 'House' });
    const missing = { code: 'FOLDER_NOT_FOUND' };
    await expect(folders.delete('ada', work, null)).rejects.toMatchObject({ code: 'FOLDER_IS_SYSTEM' });
    await expect(folders.delete('ada', house, house)).rejects.toMatchObject({ code: 'FOLDER_IS_TARGET' });
    await expect(folders.delete('ada', house, 'gone')).rejects.toMatchObject(missing);
    await expect(folders.get('eve', house)).rejects.toMatchObject(missing);
    await expect(bench.settled(folders.file('ada', id, 'gone'))).rejects.toMatchObject(missing);
    await expect(bench.settled(folders.file('eve', id, null))).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
  });
});
