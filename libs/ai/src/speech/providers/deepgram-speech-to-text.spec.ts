import { runContract } from '#libs/kernel/testing';
import { SystemClock } from '#libs/kernel';
import { DeepgramServer } from '../../testing/servers/deepgram-server.js';
import { scriptedWords } from '../../testing/servers/scripted-words.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES } from '../../testing/two-sentences.js';
import { DeepgramSpeechToText } from './deepgram-speech-to-text.js';

runContract(
  speechToTextContract({
    name: 'deepgram',
    create: async () => {
      const server = await DeepgramServer.start({ words: scriptedWords(TWO_SENTENCES) });
      const { apiKey, url } = server;
      return {
        subject: new DeepgramSpeechToText({ apiKey, url, model: 'nova-3', clock: new SystemClock() }),
        dispose: () => server.stop(),
      };
    },
  }),
);
