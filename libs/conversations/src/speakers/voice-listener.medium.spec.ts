import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeSpeakerEmbedder, soundOf } from '#libs/ai/testing';
import { AppEventBus } from '#libs/contracts';
import { encodeWav } from '#libs/transcription';
import { ConversationsBench } from '../testing/index.js';
import { OWNER_VOICE } from './speaker-label.js';
import { VoiceListener } from './voice-listener.js';
import { VoiceProfiles } from './voice-profiles.js';

const SPOKEN = { text: 'The tomatoes in the garden are ripe.', startMs: 0, endMs: 3_000 };

/** A model that takes its time. */
class SlowVoices extends FakeSpeakerEmbedder {
  private gate: PromiseWithResolvers<void> | null = null;

  hold(): void {
    this.gate = Promise.withResolvers();
  }
  release(): void {
    this.gate?.resolve();
    this.gate = null;
  }

  override async embed(samples: Int16Array): Promise<Float32Array | null> {
    await this.gate?.promise;
    return super.embed(samples);
  }
}

let bench: ConversationsBench;
let voices: SlowVoices;
beforeEach(async () => {
  voices = new SlowVoices();
  bench = await ConversationsBench.start({ heard: [{ utterances: [SPOKEN] }], voices });
  const wav = Buffer.concat(
    await Array.fromAsync(encodeWav([soundOf(1, 96_000)], { sampleRate: 16_000, samples: 96_000 })),
  );
  await bench.get(VoiceProfiles).record('ada', OWNER_VOICE, wav);
});
afterEach(async () => {
  voices.release();
  await bench.stop();
});

/** Sound that is stored, and the event that told of it. */
async function stored() {
  const device = await bench.device().connect();
  const frames = Array.from({ length: 40 }, () => new Uint8Array(soundOf(1, 1_600).buffer));
  await device.sendFrames(frames, 4_000);
  await bench.until(() => expect(device.transcript).toHaveLength(1));
  await bench.get(VoiceListener).idle();
  return {
    ownerId: 'ada',
    conversationId: device.conversationId,
    recordingId: device.handle.sessionId,
    segmentId: device.transcript[0]!.id,
    positionStartMs: 0,
    positionEndMs: 3_000,
    speaker: 0,
  };
}

it('lets an owner’s speech wait only so long as that is little, and passes over the rest', async () => {
  const event = await stored();
  const before = voices.embedded;
  voices.hold();
  for (let count = 0; count < 50; count += 1) bench.get(AppEventBus).emit('speech.stored', event);
  voices.release();
  await bench.get(VoiceListener).idle();
  expect(voices.embedded - before).toBe(20);
  bench.get(AppEventBus).emit('speech.stored', event);
  await bench.get(VoiceListener).idle();
  expect(voices.embedded - before).toBe(21);
});

it('passes over what is too short, is gone, or is another owner’s', async () => {
  const event = await stored();
  const before = voices.embedded;
  const bus = bench.get(AppEventBus);
  bus.emit('speech.stored', { ...event, positionEndMs: 1_900 });
  bus.emit('speech.stored', { ...event, recordingId: 'gone' });
  bus.emit('speech.stored', { ...event, ownerId: 'eve' });
  await bench.get(VoiceListener).idle();
  expect(voices.embedded).toBe(before);
});
