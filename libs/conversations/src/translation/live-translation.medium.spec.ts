import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpeechSettings } from '#libs/accounts';
import { LanguageModel, type LanguageTask, type TaskAnswer } from '#libs/ai';
import { DocumentStore } from '#libs/storage';
import {
  failsWith,
  OpenAiServer,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import {
  chatModelAt,
  ConversationsBench,
  type TestDevice,
  type TestDeviceOptions,
} from '../testing/index.js';

const GERMAN = { text: 'Wann fährt der nächste Zug nach Hamburg?', startMs: 500, endMs: 2_500 };
const ENGLISH = { text: 'I think it leaves at half past nine.', startMs: 7_000, endMs: 9_000, speaker: 1 };
const MORE_GERMAN = { text: 'Dann müssen wir uns jetzt beeilen.', startMs: 14_000, endMs: 16_000 };
const TALK = [GERMAN, ENGLISH, MORE_GERMAN];

/** The segments that a request asks to translate. */
function linesOf({ messages }: ChatCompletionRequest): string[] {
  return messages
    .at(-1)!
    .content.split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => line.replace(/^\[\d+\] /, ''));
}

const translated = (text: string) => `EN(${text})`;
const translator = (request: ChatCompletionRequest) =>
  saysJson({
    translations: linesOf(request).map((text, at) => ({ number: at + 1, text: translated(text) })),
  });

describe('live translation', () => {
  let server: OpenAiServer;
  let model: HeldModel;
  let bench: ConversationsBench;

  beforeEach(async () => {
    server = await OpenAiServer.start();
    model = new HeldModel(chatModelAt(server.baseUrl));
    server.otherwise = translator;
    bench = await ConversationsBench.start({
      heard: [{ utterances: TALK }],
      recognizer: { multilingual: true, languages: ['*'], diarization: true },
      languageModel: model,
    });
    await wish({ language: 'en', translationLanguage: 'en' });
  });
  afterEach(async () => {
    await bench.stop();
    await server.close();
  });

  const wish = async (change: Parameters<SpeechSettings['change']>[1]) => {
    await bench.get(DocumentStore).write([{ kind: 'set', path: 'users/ada', data: { id: 'ada' } }]);
    await bench.get(SpeechSettings).change('ada', change);
  };
  const connect = (params: TestDeviceOptions['params'] = {}) =>
    bench.device({ params: { language: 'multi', ...params } }).connect();
  const find = (id: string) => bench.get(ConversationRepository).find('ada', id);
  const stored = async (device: TestDevice) => (await find(device.conversationId))!.transcript_segments;
  const translationsOf = async (device: TestDevice) =>
    (await stored(device)).map(({ translations }) => translations);
  const asked = () => server.requests.map(({ body }) => linesOf(body));
  const english = (text: string) => [{ lang: 'en', text: translated(text) }];

  it('translates what is foreign into the owner’s language, and tells the client when it is stored', async () => {
    const device = await connect();
    await device.record(20_000);
    await bench.until(async () =>
      expect(await translationsOf(device)).toEqual([english(GERMAN.text), [], english(MORE_GERMAN.text)]),
    );
    await bench.until(() =>
      expect(device.named('translating').flatMap(({ segments }) => segments)).toHaveLength(2),
    );
    const told = device.named('translating').flatMap(({ segments }) => segments);
    const kept = await stored(device);
    expect(told.map(({ id }) => kept.find((segment) => segment.id === id))).toEqual(told);
    expect(asked().flat().sort()).toEqual([MORE_GERMAN.text, GERMAN.text].sort());
  });

  it('asks for several segments at once, and for none twice', async () => {
    server.reply(failsWith(401));
    const device = await connect();
    await device.record(20_000);
    await bench.until(async () => expect(await translationsOf(device)).not.toContainEqual(undefined));
    await bench.until(async () => expect((await translationsOf(device))[2]).not.toEqual([]), 1_000);
    const texts = asked().slice(1).flat();
    expect(new Set(texts).size).toBe(texts.length);
    const before = server.requests.length;
    await bench.passTime(60_000);
    expect(server.requests).toHaveLength(before);
  });

  it('shows segments at once while the model takes its time, and keeps none back', async () => {
    server.otherwise = { kind: 'hang' };
    const device = await connect();
    await device.record(20_000);
    await bench.until(() =>
      expect(device.transcript.map(({ text }) => text)).toEqual(TALK.map((u) => u.text)),
    );
    expect(await translationsOf(device)).toEqual([[], [], []]);
    expect(device.named('translating')).toEqual([]);
  });

  it('drops a translation of words that were joined with others meanwhile, and translates the whole', async () => {
    const device = await connect();
    const answers: (() => void)[] = [];
    model.hold = () => new Promise((resolve) => answers.push(resolve));
    await device.record(5_000);
    await bench.until(() => expect(answers).toHaveLength(1));
    const whole = `${GERMAN.text} Ich weiß es nicht.`;
    await bench.get(ConversationRepository).change('ada', device.conversationId, (row) => ({
      transcript_segments: row.transcript_segments.map((segment) => ({ ...segment, text: whole })),
    }));
    model.hold = null;
    answers[0]!();
    await bench.until(async () => expect(await translationsOf(device)).toEqual([english(whole)]));
    expect(asked()).toEqual([[GERMAN.text], [whole]]);
    await bench.until(() =>
      expect(device.named('translating').flatMap(({ segments }) => segments.map(({ text }) => text))).toEqual(
        [whole],
      ),
    );
  });

  it('goes on by itself when the model was away', async () => {
    server.reply(failsWith(401), failsWith(401), failsWith(401));
    const device = await connect();
    await device.record(5_000);
    await bench.until(
      async () => expect(await translationsOf(device)).toEqual([english(GERMAN.text)]),
      1_000,
    );
    expect(device.transcript[0]!.text).toBe(GERMAN.text);
  });

  it('finishes after a crash what was said last', async () => {
    server.otherwise = failsWith(401);
    const device = await connect();
    const id = device.conversationId;
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    const dataDir = await bench.wreck();
    await bench.stop();
    server.otherwise = translator;
    bench = await ConversationsBench.start({
      dataDir,
      clock: bench.clock,
      heard: [{ utterances: [] }],
      recognizer: { multilingual: true, languages: ['*'], diarization: true },
      languageModel: chatModelAt(server.baseUrl),
    });
    await bench.until(async () => {
      const conversation = await find(id);
      expect(conversation!.transcript_segments[0]!.translations).toEqual(english(GERMAN.text));
    }, 5_000);
  });

  it.each([
    ['one language was asked for', {}, { language: 'de' }],
    ['the owner insists on one language', { singleLanguageMode: true }, {}],
    ['the owner did not ask for it', { translationLanguage: null }, {}],
  ])('is off when %s', async (_case, change, params) => {
    await wish({ language: 'en', translationLanguage: 'en', ...change });
    const device = await connect(params);
    await device.record(20_000);
    await bench.until(() => expect(device.transcript).toHaveLength(3));
    await bench.passTime(30_000);
    expect(server.requests).toEqual([]);
  });
});

/** Keeps answers back until it is told to give them. */
class HeldModel extends LanguageModel {
  override readonly available = true;
  override readonly seesImages = false;
  override readonly contextTokens = null;
  hold: (() => Promise<void>) | null = null;

  constructor(private readonly model: LanguageModel) {
    super();
  }

  override async run<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
    signal?: AbortSignal,
  ): Promise<TaskAnswer<Output>> {
    const { hold } = this;
    const answer = await this.model.run(task, input, signal);
    await hold?.();
    return answer;
  }
}
