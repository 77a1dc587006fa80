import { describe, expect, it } from 'vitest';
import { failuresOf, ManualClock } from '#libs/kernel/testing';
import { FakeSpeechToText } from './fake-speech-to-text.js';
import { remoteSpeechContract } from './remote-speech.contract.js';
import { DeepgramServer } from './servers/deepgram-server.js';

describe('the contract of recognizers that stream to a vendor', () => {
  it('fails, promise by promise, on one that never asks the vendor', async () => {
    const contract = remoteSpeechContract({
      name: 'broken',
      create: async () => {
        const server = await DeepgramServer.start();
        const speech = new FakeSpeechToText();
        return {
          subject: { speech, server, clock: new ManualClock() },
          dispose: () => server.stop(),
        };
      },
    });
    expect(await failuresOf(contract)).toEqual(contract.tests.map(({ title }) => title));
  });
});
