import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporarySealedStorage, type TemporarySealedStorage } from '#libs/storage/testing';
import { conversationCollections } from './collections.js';
import { newConversationRow } from './conversation-row.js';
import { ConversationRepository } from './conversation.repository.js';

const ID = 'talk';
const PATH = `users/ada/conversations/${ID}`;
const NEW = {
  id: ID,
  source: 'omi',
  language: null,
  timeoutSeconds: 120,
  clientDeviceId: null,
  clientPlatform: null,
} as const;
/** Whoever unpacks this fails. */
const UNREADABLE = new Uint8Array([1, 2, 3]);

describe('a conversation whose words nobody asks for', () => {
  let temporary: TemporarySealedStorage;
  let conversations: ConversationRepository;
  const words = async () =>
    (await temporary.storage.raw.documents.get<{ transcript_segments: unknown }>(PATH))!.data
      .transcript_segments;

  beforeEach(async () => {
    temporary = await temporarySealedStorage(conversationCollections);
    conversations = new ConversationRepository(temporary.storage.documents);
    const row = { ...newConversationRow(NEW, new Date(0)), status: 'completed' as const };
    await conversations.create('ada', row);
    const data = { transcript_segments: UNREADABLE, transcript_segments_compressed: true };
    await temporary.storage.raw.documents.write([{ kind: 'update', path: PATH, data }]);
  });
  afterEach(() => temporary.dispose());

  it('is found without reading them', async () => {
    await expect(conversations.find('ada', ID)).rejects.toThrow();
    expect(await conversations.exists('ada', ID)).toBe(true);
    expect(await conversations.newestCompletedId('ada')).toBe(ID);
    const head = await conversations.findHead('ada', ID);
    expect(head).toMatchObject({ id: ID, status: 'completed' });
    expect(head).not.toHaveProperty('transcript_segments');
    expect(await conversations.findHeads('ada', ['none', ID])).toEqual([head]);
    expect(await conversations.findHead('eve', ID)).toBeNull();
  });

  it('is changed without touching them', async () => {
    const changed = await conversations.changeHead('ada', ID, ({ starred }) => ({ starred: !starred }));
    expect(changed).toMatchObject({ starred: true });
    expect(await conversations.findHead('ada', ID)).toMatchObject({ starred: true });
    expect(await words()).toEqual(UNREADABLE);
    expect(await conversations.changeHead('ada', ID, () => null)).toBeNull();
    expect(await conversations.changeHead('eve', ID, () => ({ starred: false }))).toBeNull();
  });
});
