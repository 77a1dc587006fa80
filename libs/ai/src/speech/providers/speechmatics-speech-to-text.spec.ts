import { SystemClock } from '#libs/kernel';
import { runContract } from '#libs/kernel/testing';
import { scriptedWords } from '../../testing/servers/scripted-words.js';
import { SpeechmaticsServer } from '../../testing/servers/speechmatics-server.js';
import { speechToTextContract } from '../../testing/speech-to-text.contract.js';
import { TWO_SENTENCES } from '../../testing/two-sentences.js';
import { SpeechmaticsSpeechToText } from './speechmatics-speech-to-text.js';

runContract(
  speechToTextContract({
    name: 'speechmatics',
    create: async () => {
      const server = await SpeechmaticsServer.start({ words: scriptedWords(TWO_SENTENCES) });
      const { apiKey, url } = server;
      return {
        subject: new SpeechmaticsSpeechToText({ apiKey, url, clock: new SystemClock() }),
        dispose: () => server.stop(),
      };
    },
  }),
);
