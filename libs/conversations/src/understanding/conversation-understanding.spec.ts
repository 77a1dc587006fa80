import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CallMeter, createLanguageModel, InlineRules, TaskJournal, type ChatModels } from '#libs/ai';
import { SystemClock } from '#libs/kernel';
import { Metrics, SilentLog } from '#libs/observability';
import {
  OpenAiServer,
  saysJson,
  type ChatCompletionRequest,
} from '../../../../test/support/openai-server.js';
import { chatModelAt } from '../testing/chat-model-at.js';
import { ConversationUnderstanding } from './conversation-understanding.js';
import { MAX_PARTS } from './reading-plan.rules.js';
import { talkOf } from './rules/talk.fixture.js';
import type { StepMeter, StepRunner } from './steps.js';

const rules = createLanguageModel(
  { available: false } as ChatModels,
  new InlineRules(),
  new SystemClock(),
  new TaskJournal(new Metrics(), new SilentLog()),
);
const byRules = new ConversationUnderstanding(rules);

class NotingMeter extends CallMeter implements StepMeter {
  readonly leftOutParts: [string, number][] = [];
  calls = 0;
  override admit(): Promise<boolean> {
    this.calls += 1;
    return Promise.resolve(true);
  }
  override spent(): Promise<void> {
    return Promise.resolve();
  }
  leftOut(taskKey: string, parts: number): Promise<void> {
    this.leftOutParts.push([taskKey, parts]);
    return Promise.resolve();
  }
}

const schemaOf = ({ response_format: format }: ChatCompletionRequest) =>
  (format?.json_schema as { name?: string } | undefined)?.name ?? '';

describe('a conversation that is longer than the model’s window', () => {
  let server: OpenAiServer;
  const lines = (count: number) =>
    talkOf(
      Array.from(
        { length: count },
        (_, at) => `Sam: I will water garden number ${at} near the old house.`,
      ).join('\n'),
    );
  beforeAll(async () => {
    server = await OpenAiServer.start();
  });
  beforeEach(() => {
    server.requests.length = 0;
    server.otherwise = (request) => {
      const line = /^\[1\] You: I will (water garden number \d+)/m.exec(request.messages[1]!.content)?.[1];
      if (schemaOf(request) === 'conversation_action_items') {
        return saysJson({ items: [{ description: `${line}`, due: null, segment_ids: ['1'] }] });
      }
      return saysJson({
        title: schemaOf(request) === 'conversation_notes' ? 'A Part' : 'Watering Gardens',
        overview: 'Gardens are watered.',
        emoji: '🌱',
        category: 'environment',
        retrieval: { people: [], topics: [`${line}`], entities: [], dates: [] },
      });
    };
  });
  afterAll(() => server.close());

  async function understood(count: number) {
    const meter = new NotingMeter();
    const runStep: StepRunner = (_, work) => work(meter);
    const understanding = new ConversationUnderstanding(
      chatModelAt(server.baseUrl, { contextTokens: 8_000 }),
    );
    return { meter, ...(await understanding.structure(lines(count), {}, { runStep })) };
  }

  it('is read in parts, and its notes are summed up once more', async () => {
    const { structured, retrieval, meter } = await understood(400);
    const tasks = server.requests.map(({ body }) => schemaOf(body));
    const parts = tasks.filter((task) => task === 'conversation_notes').length;
    expect(parts).toBeGreaterThan(1);
    expect(tasks.filter((task) => task === 'conversation_action_items')).toHaveLength(parts);
    expect(tasks.filter((task) => task === 'conversation_notes_merge')).toHaveLength(1);
    expect(meter.calls).toBe(2 * parts + 1);
    expect(structured).toMatchObject({ title: 'Watering Gardens', category: 'environment' });
    expect(structured.action_items).toHaveLength(parts);
    expect(retrieval.topics).toHaveLength(parts);
    expect(meter.leftOutParts).toEqual([]);
  });

  it('costs no more calls however long it is; what is too much is read by the rules, and told', async () => {
    const { structured, meter } = await understood(1_900);
    expect(meter.calls).toBe(2 * MAX_PARTS + 1);
    expect(meter.leftOutParts).toEqual([
      ['conversation.notes', expect.any(Number)],
      ['conversation.action_items', meter.leftOutParts[0]![1]],
    ]);
    // A task of every part of the model's, and those that the rules found in the others.
    expect(structured.action_items.length).toBeGreaterThan(MAX_PARTS);
  });
});

describe('rules that read English', () => {
  const german = {
    ...talkOf(
      'Anna: Kannst du mir morgen die Unterlagen für den Steuerberater schicken?\nSam: Ja, das mache ich gleich morgen früh.',
      ['Anna'],
    ),
    language: 'de',
  };
  const japanese = {
    ...talkOf(
      'Sam: 明日の朝十時に会議があります。資料を忘れずに送ってください。\nYuki: はい、わかりました。',
      ['Yuki'],
    ),
    language: 'ja',
    timeZone: 'Asia/Tokyo',
  };

  it.each([
    ['German', german, 'Kannst du mir morgen die Unterlagen für den Steuerberater schicken?', 'anna'],
    ['Japanese', japanese, '明日の朝十時に会議があります', 'yuki'],
  ])('tell of a talk in %s in its own words, and claim nothing', async (_, input, title, person) => {
    const { structured, retrieval } = await byRules.structure(input);
    expect(structured.title).toMatch(/^Kannst du mir morgen|^明日の朝/);
    expect(title.startsWith(structured.title.replace(/…$/, ''))).toBe(true);
    const said = input.turns.map(({ text }) => text).join(' ');
    for (const sentence of structured.overview.split(/(?<=[.?。])\s*/).filter(Boolean)) {
      expect(said).toContain(sentence);
    }
    expect(structured).toMatchObject({ action_items: [], events: [], category: 'other' });
    expect(retrieval).toEqual({ people: [person], topics: [], entities: [], dates: [] });
  });

  it('never throw away what they cannot read', async () => {
    const { verdict } = await byRules.relevance({ ...japanese, turns: japanese.turns.slice(0, 1) });
    expect(verdict).toBe('keep');
  });
});

describe('times', () => {
  const said =
    'Sam: Remind me to call the plumber tomorrow. And note: the dentist expects me on Monday at 9 in the morning.';

  it.each([
    // Seven in the morning of 6 March in Tokyo is still 5 March in Chicago.
    ['America/Chicago', '2026-03-06', '2026-03-09T14:00:00.000Z'],
    ['Asia/Tokyo', '2026-03-07', '2026-03-09T00:00:00.000Z'],
    // The clocks go forward between the talk and Monday.
    ['America/New_York', '2026-03-06', '2026-03-09T13:00:00.000Z'],
  ])('are those of the owner in %s, whatever the server’s', async (timeZone, tomorrow, dentist) => {
    const startedAtMs = Date.parse('2026-03-05T22:00:00Z');
    const { structured } = await byRules.structure({ ...talkOf(said), timeZone, startedAtMs });
    const [plumber] = structured.action_items.filter(({ description }) => /plumber/i.test(description));
    const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(plumber!.due_at!);
    expect(day).toBe(tomorrow);
    expect(structured.events.map(({ start }) => start.toISOString())).toEqual([dentist]);
    expect(structured.events[0]).toMatchObject({ duration: 30, created: false });
  });
});

describe('what else is known of a conversation', () => {
  it('is what its calendar calls it, where nobody but rules gives it a title', async () => {
    const meeting = { title: 'Garden Committee', participants: ['Anna Berg'] };
    const input = { ...talkOf('Sam: The roses need water.\nAnna: And the trees need a gardener.'), meeting };
    const { structured, retrieval } = await byRules.structure(input);
    expect(structured.title).toBe('Garden Committee');
    // She was expected; that she came nobody knows.
    expect(retrieval.people).toEqual([]);
  });

  it('are its pictures, where nothing was said', async () => {
    const input = { ...talkOf('Sam: x'), turns: [], photos: ['A red boat in a harbour.', 'A lighthouse.'] };
    const { structured } = await byRules.structure(input);
    expect(structured).toMatchObject({
      title: 'A red boat in a harbour',
      overview: 'A red boat in a harbour. A lighthouse.',
      action_items: [],
      events: [],
    });
  });
});
