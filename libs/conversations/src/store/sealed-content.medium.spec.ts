import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpeechSettings } from '#libs/accounts';
import { DocumentStore, SealedStorage } from '#libs/storage';
import {
  OpenAiServer,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { spelledOut, wordsIn } from '../../../../test/support/words-in.js';
import { wordsOnDisk } from '../../../../test/support/words-on-disk.js';
import { chatModelAt, ConversationsBench, type TestDevice } from '../testing/index.js';

const SAID = { text: 'Morgen fahren wir gemeinsam zum Leuchtturm.', startMs: 500, endMs: 2_500 };
/** Behind the six bytes that make it a JPEG, so that its base64 is found in the base64 of the whole. */
const PICTURED = Buffer.from('a drawing of an octopus!');
const PICTURE = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]), PICTURED]);
const PLANTED = ['leuchtturm', 'lighthouse', 'octopus', PICTURED.toString('base64').toLowerCase()];

const answers = ({ messages }: ChatCompletionRequest) =>
  typeof messages.at(-1)!.content === 'string'
    ? saysJson({ translations: [{ number: 1, text: 'Tomorrow we drive to the lighthouse together.' }] })
    : saysJson({ description: 'A drawing of an octopus.' });

describe('translations, pictures and what they show', () => {
  let server: OpenAiServer;
  let bench: ConversationsBench;
  let device: TestDevice;
  beforeEach(async () => {
    server = await OpenAiServer.start();
    server.otherwise = answers;
    bench = await ConversationsBench.start({
      heard: [{ utterances: [SAID] }],
      recognizer: { multilingual: true, languages: ['*'] },
      languageModel: chatModelAt(server.baseUrl, { seesImages: true }),
    });
  });
  afterEach(async () => {
    await bench.stop();
    await server.close();
  });

  const tell = async (level: 'standard' | 'enhanced') => {
    const data = { id: 'ada', language: 'en', data_protection_level: level };
    await bench.get(DocumentStore).write([{ kind: 'set', path: 'users/ada', data }]);
    await bench.get(SealedStorage).levels.changed('ada', level);
    await bench.get(SpeechSettings).change('ada', { translationLanguage: 'en' });
    device = await bench.device({ params: { language: 'multi' } }).connect();
    await device.handle.addPhoto({ temporaryId: 'temp', jpeg: PICTURE });
    await device.record(5_000);
    await bench.until(() => expect(device.named('photo_described')).toHaveLength(1));
    await bench.until(() => expect(device.named('translating')).toHaveLength(1));
  };
  /** Where the words stand in the documents of the conversation as they are stored. */
  const seen = async () => {
    const { documents } = bench.get(SealedStorage).raw;
    const path = `users/ada/conversations/${device.conversationId}`;
    const photoId = device.named('photo_described')[0]!.photo_id;
    const [row, photo] = await Promise.all([
      documents.get<object>(path),
      documents.get<object>(`${path}/photos/${photoId}`),
    ]);
    return [
      ...wordsIn('row', spelledOut(row!.data), PLANTED),
      ...wordsIn('photo', spelledOut(photo!.data), PLANTED),
    ];
  };

  it('are encrypted for an owner at level enhanced: none of it is found in any file', async () => {
    await tell('enhanced');
    expect(await seen()).toEqual([]);
    expect(await wordsOnDisk(bench.dataDir, PLANTED)).toEqual([]);
    expect(device.named('translating')[0]!.segments[0]!.translations[0]!.text).toContain('lighthouse');
    expect(device.named('photo_described')[0]!.description).toContain('octopus');
  });

  it('can be read by other readers of the database at level standard', async () => {
    await tell('standard');
    expect(await seen()).toEqual([
      'row: leuchtturm',
      'row: lighthouse',
      'photo: octopus',
      `photo: ${PLANTED.at(-1)}`,
    ]);
  });
});
