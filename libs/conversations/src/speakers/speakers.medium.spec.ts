import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { People } from '#libs/accounts';
import { FakeSpeakerEmbedder, soundOf } from '#libs/ai/testing';
import { BlobStore, DataLifecycle, DocumentStore, LEVEL_REMEMBERED_MS } from '#libs/storage';
import { encodeWav } from '#libs/transcription';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import { OWNER_VOICE } from './speaker-label.js';
import { SpeakerCorrections } from './speaker-corrections.js';
import { SpeakerLabels } from './speaker-labels.js';
import { VoiceProfiles } from './voice-profiles.js';

/** Voices of the fake embedder. */
const ADA = 1;
const ANNA = 2;
const STRANGER = 3;

const TURNS = [
  { text: 'The tomatoes in the garden are ripe.', startMs: 0, endMs: 6_000, speaker: 0 },
  { text: 'I would rather plant some beans.', startMs: 6_000, endMs: 12_000, speaker: 1 },
];

async function wavOf(voice: number, seconds: number, sampleRate = 16_000): Promise<Buffer> {
  const samples = soundOf(voice, seconds * sampleRate);
  return Buffer.concat(await Array.fromAsync(encodeWav([samples], { sampleRate, samples: samples.length })));
}

/** 16 kHz PCM in frames of 100 ms. */
function framesOf(voice: number, seconds: number): Uint8Array[] {
  const frame = () => new Uint8Array(soundOf(voice, 1_600).buffer);
  return Array.from({ length: seconds * 10 }, frame);
}

describe('who speaks', () => {
  let bench: ConversationsBench;
  let voices: FakeSpeakerEmbedder;
  beforeEach(async () => {
    voices = new FakeSpeakerEmbedder();
    bench = await ConversationsBench.start({
      heard: [{ utterances: TURNS }],
      recognizer: { diarization: true },
      voices,
    });
  });
  afterEach(() => bench.stop());

  const labels = () => bench.get(SpeakerLabels);
  const profiles = () => bench.get(VoiceProfiles);
  const get = (id: string) => bench.get(ConversationsService).get('ada', id);
  const named = async (id: string) =>
    (await get(id)).transcript_segments.map(({ is_user, person_id }) => (is_user ? OWNER_VOICE : person_id));
  const learnFrom = { learn: true };

  /** A talk of two voices, stored. */
  async function talk(first: number, second: number): Promise<{ device: TestDevice; id: string }> {
    const device = await bench.device().connect();
    await device.sendFrames(framesOf(first, 6), 6_000);
    await device.sendFrames(framesOf(second, 7), 7_000);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    return { device, id: device.conversationId };
  }

  describe('by its sound', () => {
    it('names the owner and people whose voices are known, and tells the device', async () => {
      await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      await profiles().record('ada', 'anna', await wavOf(ANNA, 6));
      const { device, id } = await talk(ADA, ANNA);
      await bench.until(async () => expect(await named(id)).toEqual([OWNER_VOICE, 'anna']));
      await bench.until(() =>
        expect(device.transcript.map(({ is_user, person_id }) => [is_user, person_id])).toEqual([
          [true, null],
          [false, 'anna'],
        ]),
      );
    });

    it('names nobody whose voice is not known', async () => {
      await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      const { id } = await talk(STRANGER, ANNA);
      await bench.until(() => expect(voices.embedded).toBe(3));
      await bench.until(async () => expect(await named(id)).toEqual([null, null]));
    });

    it('listens to nobody while no voice is known', async () => {
      await talk(ADA, ANNA);
      await bench.passTime(5_000);
      expect(voices.embedded).toBe(0);
    });

    it('works on voices that are stored encrypted', async () => {
      const ada = { id: 'ada', data_protection_level: 'enhanced' };
      await bench.get(DocumentStore).write([{ kind: 'set', path: 'users/ada', data: ada }]);
      await bench.passTime(LEVEL_REMEMBERED_MS + 1);
      const { print } = await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      const { id } = await talk(ADA, ANNA);
      await bench.until(async () => expect(await named(id)).toEqual([OWNER_VOICE, null]));
      expect((await profiles().own('ada'))!.print).toMatchObject({
        data_protection_level: 'enhanced',
        embedding: print.embedding,
      });
      const names = await readdir(bench.dataDir, { recursive: true });
      const sound = names.find((name) => name.includes(print.id))!;
      expect((await readFile(join(bench.dataDir, sound))).includes('WAVEfmt')).toBe(false);
    });

    it('takes names back that rested on a voice that is forgotten', async () => {
      await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      await profiles().record('ada', 'anna', await wavOf(ANNA, 6));
      const { id } = await talk(ADA, ANNA);
      await bench.until(async () => expect(await named(id)).toEqual([OWNER_VOICE, 'anna']));
      await profiles().forget('ada', 'anna');
      await bench.until(async () => expect(await named(id)).toEqual([OWNER_VOICE, null]));
      await profiles().record('ada', OWNER_VOICE, await wavOf(STRANGER, 6));
      await bench.until(async () => expect(await named(id)).toEqual([null, null]));
    });

    it('does not change what a person said', async () => {
      await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      const { id } = await talk(STRANGER, ADA);
      await bench.until(async () => expect(await named(id)).toEqual([null, OWNER_VOICE]));
      await labels().assignSpeaker('ada', id, 1, { personId: 'anna', learn: false });
      expect(await named(id)).toEqual([null, 'anna']);
      await bench.settled(bench.get(SpeakerCorrections).list('ada', { limit: 9, offset: 0 }));
      await bench.passTime(10_000);
      expect(await named(id)).toEqual([null, 'anna']);
    });
  });

  describe('as a person says it', () => {
    it('holds for a whole voice, what it says later included', async () => {
      const { device, id } = await talk(ADA, ANNA);
      await labels().assignSpeaker('ada', id, 1, { personId: 'anna', ...learnFrom });
      expect(await named(id)).toEqual([null, 'anna']);
      await bench.until(() => expect(device.transcript[1]).toMatchObject({ person_id: 'anna' }));
    });

    it('by a live device is about the voice, and other voices’ segments that it names', async () => {
      const { device, id } = await talk(ADA, ANNA);
      const [first, second] = device.transcript;
      const personName = 'Anna';
      await device.handle.assignSpeaker({
        speakerId: 1,
        personId: 'anna',
        personName,
        segmentIds: [second!.id],
      });
      expect(await named(id)).toEqual([null, 'anna']);
      await device.handle.assignSpeaker({
        speakerId: 1,
        personId: 'user',
        personName,
        segmentIds: [first!.id],
      });
      expect(await named(id)).toEqual([OWNER_VOICE, OWNER_VOICE]);
    });

    it('is refused for people, conversations, segments and voices that are not there', async () => {
      const { id } = await talk(ADA, ANNA);
      const label = { personId: 'anna', learn: false };
      const refusals: [Promise<unknown>, string][] = [
        [labels().assignSpeaker('ada', id, 1, { ...label, personId: 'bob' }), 'PERSON_MISSING'],
        [labels().assignSpeaker('ada', 'nowhere', 1, label), 'CONVERSATION_NOT_FOUND'],
        [labels().assignSpeaker('eve', id, 1, { ...label, personId: null }), 'CONVERSATION_NOT_FOUND'],
        [labels().assignSpeaker('ada', id, 7, label), 'SPEAKER_NOT_FOUND'],
        [labels().assignSegmentAt('ada', id, 2, label), 'SEGMENT_NOT_FOUND'],
        [labels().assignSegments('ada', id, ['gone'], label), 'SEGMENTS_CHANGED'],
      ];
      for (const [refusal, code] of refusals) await expect(refusal).rejects.toMatchObject({ code });
      expect(await named(id)).toEqual([null, null]);
    });

    it('may be about single segments, by id or by place, and the later word counts', async () => {
      const { id } = await talk(ADA, ANNA);
      const [first] = (await get(id)).transcript_segments;
      await labels().assignSegments('ada', id, [first!.id, '#index:1'], { personId: 'anna', learn: false });
      expect(await named(id)).toEqual(['anna', 'anna']);
      await labels().assignSpeaker('ada', id, 0, { personId: OWNER_VOICE, learn: false });
      expect(await named(id)).toEqual([OWNER_VOICE, 'anna']);
      await labels().assignSegmentAt('ada', id, 0, { personId: null, learn: false });
      expect(await named(id)).toEqual([null, 'anna']);
    });

    it('teaches the voice, which is known again in the next conversation', async () => {
      const { device, id } = await talk(ADA, ANNA);
      await labels().assignSpeaker('ada', id, 1, { personId: 'anna', ...learnFrom });
      await bench.until(async () => expect(await profiles().samples('ada', 'anna')).toHaveLength(1));
      device.handle.detach();
      const other = await bench.device({ params: { source: 'phone' } }).connect();
      await other.sendFrames(framesOf(STRANGER, 6), 6_000);
      await other.sendFrames(framesOf(ANNA, 7), 7_000);
      await bench.until(async () => expect(await named(other.conversationId)).toEqual([null, 'anna']));
    });
  });

  describe('corrected', () => {
    it('takes back what was learned and whom it was recognized as; undone, all is as it was', async () => {
      const { id } = await talk(ADA, ANNA);
      await labels().assignSpeaker('ada', id, 1, { personId: 'anna', ...learnFrom });
      await bench.until(async () => expect(await profiles().samples('ada', 'anna')).toHaveLength(1));
      const [learned] = await profiles().samples('ada', 'anna');
      const other = await bench.device({ params: { source: 'phone' } }).connect();
      await other.sendFrames(framesOf(STRANGER, 6), 6_000);
      await other.sendFrames(framesOf(ANNA, 7), 7_000);
      const otherId = other.conversationId;
      await bench.until(async () => expect(await named(otherId)).toEqual([null, 'anna']));

      await labels().assignSpeaker('ada', id, 1, { personId: null, learn: false });
      await bench.until(async () => expect(await named(otherId)).toEqual([null, null]));
      expect(await profiles().samples('ada', 'anna')).toEqual([]);

      const [correction] = await bench.get(SpeakerCorrections).list('ada', { limit: 1, offset: 0 });
      await bench.get(SpeakerCorrections).undo('ada', correction!.id);
      await bench.get(SpeakerCorrections).undo('ada', correction!.id);
      expect(await named(id)).toEqual([null, 'anna']);
      await bench.until(async () => expect(await named(otherId)).toEqual([null, 'anna']));
      expect((await profiles().samples('ada', 'anna'))[0]!.print.embedding).toEqual(learned!.print.embedding);
    });

    it('cannot be undone by another owner', async () => {
      const { id } = await talk(ADA, ANNA);
      await labels().assignSpeaker('ada', id, 1, { personId: 'anna', learn: false });
      const [correction] = await bench.get(SpeakerCorrections).list('ada', { limit: 1, offset: 0 });
      await expect(bench.get(SpeakerCorrections).undo('eve', correction!.id)).rejects.toMatchObject({
        code: 'CORRECTION_MISSING',
      });
      expect(await bench.get(SpeakerCorrections).list('eve', { limit: 1, offset: 0 })).toEqual([]);
    });
  });

  describe('a recorded voice', () => {
    it('replaces the one before; one that is refused leaves it', async () => {
      expect(await profiles().own('ada')).toBeNull();
      await profiles().record('ada', OWNER_VOICE, await wavOf(ANNA, 6));
      const { print } = await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 8));
      const refusals: [Promise<Buffer>, string][] = [
        [wavOf(ADA, 4), 'VOICE_DURATION_WRONG'],
        [wavOf(ADA, 6, 8_000), 'VOICE_RATE_WRONG'],
        [wavOf(0, 6), 'VOICE_EMPTY'],
        [Promise.resolve(Buffer.from('OggS')), 'VOICE_NOT_WAV'],
      ];
      for (const [wav, code] of refusals) {
        await expect(profiles().record('ada', OWNER_VOICE, await wav)).rejects.toMatchObject({ code });
      }
      expect((await profiles().own('ada'))!.print).toMatchObject(print);
      expect(print.duration_seconds).toBe(8);
      const kept = await Array.fromAsync(bench.get(BlobStore).list('audio/ada/voices/'));
      expect(kept.map(({ key }) => key)).toEqual([`audio/ada/voices/${print.id}.wav`]);
    });

    it('is compared with another recording', async () => {
      expect(await profiles().check('ada', OWNER_VOICE, await wavOf(ADA, 6))).toEqual({
        distance: null,
        isMatch: null,
      });
      await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      expect(await profiles().check('ada', OWNER_VOICE, await wavOf(ADA, 6))).toMatchObject({
        isMatch: true,
      });
      expect(await profiles().check('ada', OWNER_VOICE, await wavOf(ANNA, 6))).toMatchObject({
        isMatch: false,
      });
    });

    it('is another owner’s to neither hear nor delete', async () => {
      const { print } = await profiles().record('ada', OWNER_VOICE, await wavOf(ADA, 6));
      await expect(profiles().sound('eve', print.id)).rejects.toMatchObject({ code: 'VOICE_SAMPLE_MISSING' });
      await expect(profiles().deleteSample('eve', OWNER_VOICE, 0)).rejects.toMatchObject({
        code: 'VOICE_SAMPLE_MISSING',
      });
      await profiles().forget('eve', OWNER_VOICE);
      expect((await profiles().sound('ada', print.id)).sizeBytes).toBe(44 + 6 * 32_000);
    });
  });

  it('leaves nothing of a deleted conversation', async () => {
    const { id } = await talk(ADA, ANNA);
    await labels().assignSpeaker('ada', id, 1, { personId: 'anna', ...learnFrom });
    await bench.until(async () => expect(await profiles().samples('ada', 'anna')).toHaveLength(1));
    await bench.settled(bench.get(ConversationsService).delete('ada', id));
    await bench.until(async () =>
      expect(await bench.get(DataLifecycle).findConversation('ada', id)).toEqual([]),
    );
    expect(await profiles().samples('ada', 'anna')).toEqual([]);
    const left = await Array.fromAsync(bench.get(BlobStore).list('audio/ada/'));
    expect(left.map(({ key }) => key).filter((key) => key.includes('voices'))).toEqual([]);
  });

  it('shows no client how it was decided', async () => {
    const { id } = await talk(ADA, ANNA);
    const conversation = await labels().assignSpeaker('ada', id, 1, { personId: 'anna', learn: false });
    expect(Object.keys(conversation).filter((name) => /label|print/.test(name))).toEqual([]);
    const stored = await bench.get(DocumentStore).get<object>(`users/ada/conversations/${id}`);
    expect(stored!.data).toHaveProperty('speaker_labels.by_speaker.1.person_id', 'anna');
  });
});

describe('without a recognizer that tells voices apart', () => {
  let bench: ConversationsBench;
  let voices: FakeSpeakerEmbedder;
  beforeEach(async () => {
    voices = new FakeSpeakerEmbedder();
    const heard = {
      utterances: TURNS.map(({ text, startMs, endMs }) => ({ text, startMs, endMs: endMs - 100 })),
    };
    bench = await ConversationsBench.start({ heard: [heard], voices });
  });
  afterEach(() => bench.stop());

  it('names a segment by its own sound alone, and joins nothing with it that may be another voice', async () => {
    await bench.get(VoiceProfiles).record('ada', OWNER_VOICE, await wavOf(ADA, 6));
    const device = await bench.device().connect();
    await device.sendFrames(framesOf(ADA, 6), 6_000);
    await bench.until(() => expect(device.transcript).toMatchObject([{ is_user: true }]));
    await device.sendFrames(framesOf(STRANGER, 7), 7_000);
    await bench.until(() => expect(device.transcript.map(({ is_user }) => is_user)).toEqual([true, false]));
  });

  it('takes a device’s word on a segment for that segment alone', async () => {
    const device = await bench.device().connect();
    await device.sendFrames(framesOf(STRANGER, 6), 6_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const segmentIds = [device.transcript[0]!.id];
    await device.handle.assignSpeaker({ speakerId: 0, personId: 'anna', personName: 'Anna', segmentIds });
    await device.sendFrames(framesOf(ADA, 7), 7_000);
    await bench.until(() =>
      expect(device.transcript.map(({ person_id }) => person_id)).toEqual(['anna', null]),
    );
  });

  it('names nobody where two voices are in one segment', async () => {
    await bench.get(VoiceProfiles).record('ada', OWNER_VOICE, await wavOf(ADA, 6));
    const device = await bench.device().connect();
    await device.sendFrames([...framesOf(ADA, 6), ...framesOf(STRANGER, 7)], 13_000);
    await bench.until(() => expect(voices.embedded).toBe(3));
    await bench.passTime(1_000);
    await bench.until(() => expect(device.transcript).toMatchObject([{ is_user: false }]));
  });
});

describe('somebody who says their own name', () => {
  let bench: ConversationsBench;
  beforeEach(async () => {
    const said = ['My name is Bob.', 'Hello, I am Anna.', 'I am Claire.', 'My name is Ada.'];
    const utterances = said.map((text, speaker) => ({
      text,
      startMs: speaker * 2_000,
      endMs: speaker * 2_000 + 1_500,
      speaker,
    }));
    const heard = { utterances };
    bench = await ConversationsBench.start({
      heard: [heard],
      recognizer: { diarization: true },
      ownerName: 'Ada',
    });
  });
  afterEach(() => bench.stop());

  async function suggestedTo(createSpeakers: boolean): Promise<(string | undefined)[]> {
    const device = await bench.device({ params: { createSpeakers, speakerAutoAssign: true } }).connect();
    await device.record(9_000);
    await bench.until(() => expect(device.transcript).toHaveLength(4));
    await bench.passTime(1_000);
    const { transcript_segments: segments } = await bench
      .get(ConversationsService)
      .get('ada', device.conversationId);
    expect(segments.every(({ person_id, is_user }) => person_id === null && !is_user)).toBe(true);
    return device.named('speaker_label_suggestion').map(({ person_name }) => person_name);
  }

  it('is suggested, and added where the name is certain; the owner is not', async () => {
    expect(await suggestedTo(true)).toEqual(['Bob', 'Anna']);
    const people = await bench.get(People).list('ada');
    expect(people.map(({ name }) => name)).toEqual(['Anna', 'Bob']);
  });

  it('is not added where the device does not want it', async () => {
    expect(await suggestedTo(false)).toEqual(['Anna']);
    expect((await bench.get(People).list('ada')).map(({ name }) => name)).toEqual(['Anna']);
  });
});
