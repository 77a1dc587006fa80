import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { DocumentStore } from '#libs/storage';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { ConversationsBench } from '../testing/index.js';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { decide } from './speaker-labels.rules.js';

const SEGMENTS = 320;
const anna = { person_id: 'anna', source: 'manual', learn: false } as const;
const heard = { person_id: 'anna', source: 'voice', print_id: 'print' } as const;

function segmentAt(index: number): TranscriptSegment {
  const speaker = index % 2;
  return {
    id: `s${index}`,
    text: 'Tomatoes.',
    speaker: `SPEAKER_0${speaker}`,
    speaker_id: speaker,
    is_user: false,
    person_id: null,
    start: index,
    end: index + 1,
    translations: [],
    speech_profile_processed: true,
    stt_provider: 'fake',
  };
}

describe('labels of a long talk, most of which lies in pages', () => {
  let bench: ConversationsBench;
  let transcripts: LabelledTranscripts;
  let conversations: ConversationRepository;
  beforeEach(async () => {
    bench = await ConversationsBench.start();
    transcripts = bench.get(LabelledTranscripts);
    conversations = bench.get(ConversationRepository);
    const fields = { id: 'talk', source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
    const before = newConversationRow(
      { ...fields, clientDeviceId: null, clientPlatform: null },
      bench.clock.now(),
    );
    await conversations.create('ada', before);
    const transcript_segments = Array.from({ length: SEGMENTS }, (_, index) => segmentAt(index));
    await bench.get(DocumentStore).transaction((transaction) => {
      conversations.transcripts.append(transaction, 'ada', before, { ...before, transcript_segments });
      return Promise.resolve();
    });
  });
  afterEach(() => bench.stop());

  const row = async (): Promise<ConversationRow> => (await conversations.findRow('ada', 'talk'))!;
  const people = async () =>
    (await conversations.find('ada', 'talk'))!.transcript_segments.map(({ person_id }) => person_id);

  it('change in every page, and the answer is the whole talk', async () => {
    expect((await row()).transcript_pages).toBeGreaterThan(1);
    const relabelled = await transcripts.relabel('ada', 'talk', ({ book, segments }) => {
      expect(segments).toHaveLength(SEGMENTS);
      return decide(book, { speakerId: 1 }, anna);
    });
    expect(relabelled!.changedIds).toHaveLength(SEGMENTS / 2);
    expect(relabelled!.conversation).toEqual(await conversations.find('ada', 'talk'));
    expect(await people()).toEqual(
      Array.from({ length: SEGMENTS }, (_, index) => (index % 2 ? 'anna' : null)),
    );
  });

  it('that are taken back leave nobody, and no segment that none was about is touched', async () => {
    await transcripts.relabel('ada', 'talk', ({ book }) => decide(book, { segmentIds: ['s3'] }, anna));
    const relabelled = await transcripts.relabel('ada', 'talk', ({ book }) => ({ ...book, by_segment: {} }));
    expect(relabelled!.changedIds).toEqual(['s3']);
    expect((await people()).every((person) => person === null)).toBe(true);
  });

  it('can be found by the voice print that they rest on, until they do not any more', async () => {
    await transcripts.relabel('ada', 'talk', ({ book }) => decide(book, { speakerId: 0 }, heard));
    expect(await transcripts.restingOn('ada', 'print')).toEqual(['talk']);
    expect(await transcripts.restingOn('eve', 'print')).toEqual([]);
    await transcripts.relabel('ada', 'talk', ({ book }) => decide(book, { speakerId: 0 }, anna));
    expect(await transcripts.restingOn('ada', 'print')).toEqual([]);
  });

  it('stay as they are when nothing is decided, or it is refused', async () => {
    const before = await row();
    expect((await transcripts.relabel('ada', 'talk', () => null))!.changedIds).toEqual([]);
    const refusal = new Error('no');
    const refused = transcripts.relabel('ada', 'talk', () => {
      throw refusal;
    });
    await expect(refused).rejects.toBe(refusal);
    expect(await transcripts.relabel('eve', 'talk', ({ book }) => book)).toBeNull();
    expect(await row()).toEqual(before);
  });
});
