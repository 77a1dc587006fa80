import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationsService } from '../conversations.service.js';
import { OwnerLocation } from '../location/owner-location.js';
import { SpeakerLabels } from '../speakers/speaker-labels.js';
import { ConversationsBench } from '../testing/index.js';
import { SharedConversations } from './shared-conversations.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };
const HARBOUR = { latitude: 53.546, longitude: 9.966 };

describe('a conversation that its owner shares', () => {
  let bench: ConversationsBench;
  let shared: SharedConversations;
  let id: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN] }] });
    shared = bench.get(SharedConversations);
    await bench.get(OwnerLocation).note('ada', HARBOUR);
    const device = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    id = (await bench.settled(device.handle.finalize())).conversation_id;
    await bench.until(async () =>
      expect(await get()).toMatchObject({ status: 'completed', audio_files: [{}], geolocation: HARBOUR }),
    );
    const label = { personId: 'anna', learn: false };
    await bench.settled(bench.get(SpeakerLabels).assignSpeaker('ada', id, 0, label));
  });
  afterEach(() => bench.stop());

  const get = () => bench.get(ConversationsService).get('ada', id);
  const share = (visibility: 'private' | 'shared' | 'public') =>
    bench.settled(shared.setVisibility('ada', id, visibility));
  const absent = { code: 'CONVERSATION_NOT_FOUND' };

  it('is there for others only as long as it is shared', async () => {
    await expect(shared.get(id)).rejects.toMatchObject(absent);
    await share('shared');
    expect(await shared.get(id)).toMatchObject({
      id,
      structured: { title: 'A Talk' },
      transcript_segments: [{ text: GARDEN.text }],
    });
    await share('private');
    await expect(shared.get(id)).rejects.toMatchObject(absent);
  });

  it('says neither where it was, nor who was there, nor whose it is', async () => {
    await share('shared');
    const view = await shared.get(id);
    expect(view).toMatchObject({ geolocation: null, audio_files: [], photos: [], people: [] });
    expect(view.transcript_segments[0]!.person_id).toBeNull();
    const text = JSON.stringify(view);
    for (const secret of ['anna', 'ada', '53.546', 'pendant', 'SPEAKER_labels', 'folder_id']) {
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    }
  });

  it('is listed for everybody only when it is public', async () => {
    await share('shared');
    expect(await shared.listPublic({ limit: 10, offset: 0 })).toEqual([]);
    await share('public');
    expect(await shared.listPublic({ limit: 10, offset: 0 })).toMatchObject([
      { id, geolocation: null, transcript_segments: [] },
    ]);
    expect(await shared.listPublic({ limit: 10, offset: 1 })).toEqual([]);
  });

  it('is shared by its owner and nobody else, and gone with its deletion', async () => {
    await expect(bench.settled(shared.setVisibility('eve', id, 'public'))).rejects.toMatchObject(absent);
    await share('public');
    await bench.settled(bench.get(ConversationsService).delete('ada', id));
    await expect(shared.get(id)).rejects.toMatchObject(absent);
  });
});
