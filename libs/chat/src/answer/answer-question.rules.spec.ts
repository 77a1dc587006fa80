import { describe, expect, it } from 'vitest';
import { aConversation, anAnswerInput, type Line } from '../testing/evidence-builder.js';
import type { AnswerInput } from './answer-input.js';
import { answerQuestion } from './answer-question.rules.js';

const moving: readonly Line[] = [
  ['Anna', 'We need a day to carry the piano upstairs. How about Tuesday at nine?'],
  ['You', 'Tuesday at nine is fine.'],
  ['Anna', 'Wait, the lift is being serviced on Tuesday, so we cannot use it.'],
  ['You', 'Then not on Tuesday. Let us make it Thursday at half past four.'],
  ['Anna', 'Thursday at half past four, agreed.'],
  ['You', 'I will rent a trolley for the piano.'],
  ['Anna', 'The trolley costs forty dollars a day.'],
];
const dentist: readonly Line[] = [
  ['Clerk', 'Good morning, this is Nora speaking.'],
  ['You', 'Hello, I would like to see the dentist about my tooth.'],
  ['Clerk', 'Are you allergic to anything?'],
  ['You', 'Yes, to latex.'],
];
const home = aConversation('home', '2026-05-04T10:00:00-05:00', moving); // a Monday
const clinic = aConversation('clinic', '2026-05-26T09:00:00-05:00', dentist);

const ask = (question: string, given: Partial<AnswerInput> = {}) =>
  answerQuestion(anAnswerInput(question, { conversations: [home, clinic], ...given }));

describe('answerQuestion', () => {
  it('gives the date that holds in the end, in words and figures, where people change their minds', () => {
    const answer = ask('When do we carry the piano upstairs?');
    expect(answer.text).toContain('Thursday, May 7, 2026 at 4:30 PM');
    expect(answer.sources).toEqual([{ kind: 'turns', conversation: 0, first: 4, last: 4 }]);
  });

  it('takes the date of an understood appointment from there', () => {
    const turns = clinic.turns.map((turn, at) =>
      at === 1 ? { ...turn, noted: 'Dentist', eventAtMs: Date.parse('2026-06-09T08:15:00-05:00') } : turn,
    );
    const answer = ask('When is my dentist appointment?', { conversations: [home, { ...clinic, turns }] });
    expect(answer.text).toContain('Tuesday, June 9, 2026 at 8:15 AM');
  });

  it('quotes a reply together with what it replies to', () => {
    const answer = ask('What am I allergic to?');
    expect(answer.text).toContain('Are you allergic to anything?');
    expect(answer.text).toContain('Yes, to latex.');
    expect(answer.sources[0]).toEqual({ kind: 'turns', conversation: 1, first: 2, last: 3 });
  });

  it('says who spoke: the owner, a voice that named itself, or another person', () => {
    expect(ask('Who will rent a trolley?').text).toMatch(/^You\. On May 4, 2026 you said/);
    expect(ask('What am I allergic to?').text).toContain('Nora said');
    expect(ask('How much does the trolley cost?').text).toContain('the other person said');
  });

  it('finds the person that "he" means a few turns earlier', () => {
    const news = aConversation('news', '2026-05-20T10:00:00-05:00', [
      ['Anna', 'Did you hear about Martin?'],
      ['You', 'No, what happened?'],
      ['Anna', 'He broke his ankle on the ski slope.'],
    ]);
    const answer = ask('Who broke an ankle?', { conversations: [news] });
    expect(answer.text).toMatch(/^Probably Martin\./);
    expect(answer.sources).toHaveLength(2);
  });

  it('lets a later conversation override an earlier one that says as much', () => {
    const said = (id: string, day: string, code: string) =>
      aConversation(id, day, [['You', `The gate of the garden opens with the ${code} key.`]]);
    const conversations = [
      said('old', '2026-03-01T10:00:00Z', 'brass'),
      said('new', '2026-05-01T10:00:00Z', 'steel'),
    ];
    expect(ask('Which key opens the gate of the garden?', { conversations }).text.split('\n')[0]).toContain(
      'steel',
    );
  });

  it('knows nothing when nothing fits, and cites nothing then', () => {
    const answer = ask('Which university did my grandmother attend?');
    expect(answer).toMatchObject({ known: false, sources: [] });
    expect(answer.text).toMatch(/do not know/);
  });

  it('says that it is not sure when only a part of the question is met', () => {
    const answer = ask('How much does the orange trolley cost?');
    expect(answer.text).toMatch(/^I am not sure\./);
    expect(ask('How much does the trolley cost?').text).not.toContain('not sure');
  });

  it('says that it only quotes', () => {
    expect(ask('How much does the trolley cost?').text).toMatch(/no language model/);
  });

  it('weighs remembered facts like things said', () => {
    const memory = { memoryId: 'm1', content: 'Sam lives in Duluth.', conversationId: null, learnedAtMs: 0 };
    const answer = ask('Where do I live?', { memories: [memory] });
    expect(answer.text).toContain('I remember: Sam lives in Duluth. [1]');
    expect(answer.sources).toEqual([{ kind: 'memory', memory: 0 }]);
  });

  it('names what was understood as the task when asked what is to be done', () => {
    const turns = home.turns.map((turn, at) => (at === 5 ? { ...turn, noted: 'Rent a trolley' } : turn));
    const answer = ask('What do I have to rent for the piano?', { conversations: [{ ...home, turns }] });
    expect(answer.text).toMatch(/^Rent a trolley\. On May 4, 2026 you said/);
  });

  it('looks only at the period that a question about the past names', () => {
    const answer = ask('What did I talk about at the dentist last week?');
    expect(answer.sources.every((source) => source.kind !== 'memory' && source.conversation === 1)).toBe(
      true,
    );
  });
});

describe('answerQuestion about whole conversations', () => {
  const show = {
    ...aConversation('show', '2026-05-27T18:00:00-05:00', [
      ['?', 'Welcome to our programme. Tonight: how glaciers move.'],
    ]),
    title: 'How Glaciers Move',
    overview: 'A talk about ice.',
  };

  it('says what a broadcast was about, though nobody called it one', () => {
    const answer = ask('What was the podcast about that I heard last week?', {
      conversations: [clinic, show],
    });
    expect(answer.text).toContain('How Glaciers Move');
    expect(answer.sources).toEqual([{ kind: 'conversation', conversation: 1 }]);
  });

  it('lists the conversations of a period, oldest first', () => {
    const answer = ask('What did I do last week?', {
      conversations: [show, { ...clinic, title: 'At the Dentist' }, home],
    });
    expect(answer.text).toMatch(/At the Dentist[\s\S]*How Glaciers Move/);
    expect(answer.sources).toEqual([
      { kind: 'conversation', conversation: 1 },
      { kind: 'conversation', conversation: 0 },
    ]);
  });

  it('lists open tasks, those with a date first', () => {
    const tasks = [
      { description: 'Call Anna', dueAtMs: null, conversationId: null },
      {
        description: 'Rent a trolley',
        dueAtMs: Date.parse('2026-06-04T12:00:00-05:00'),
        conversationId: 'home',
      },
    ];
    const answer = ask('What are my open tasks?', { tasks });
    expect(answer.text).toContain('- Rent a trolley, due Thursday, June 4, 2026 [1]\n- Call Anna');
    expect(answer.sources).toEqual([{ kind: 'conversation', conversation: 0 }]);
  });
});

describe('answerQuestion where the topic comes up but not what is asked', () => {
  const trip = aConversation('trip', '2026-05-11T18:00:00-05:00', [
    ['Anna', 'The lighthouse on the cliff is lovely. We go there on the twentieth.'],
    ['You', 'My cousin Martin works there, he loves it.'],
  ]);

  it.each([
    'How tall is the lighthouse?',
    'How much does the lighthouse cost?',
    'What is the phone number of the lighthouse?',
    'Where does Martin live?',
  ])('does not know: %s', (question) => {
    expect(ask(question, { conversations: [trip] })).toMatchObject({ known: false, sources: [] });
  });
});

describe('answerQuestion about who does something', () => {
  const plans = aConversation('plans', '2026-05-12T18:00:00-05:00', [
    ['Anna', 'Robert needs somebody to drive him to the airport.'],
    ['You', 'Fine, my sister Julia will drive him.'],
    ['Anna', 'And a smoke alarm, just to be safe. The caretaker will put it up.'],
  ]);

  it('names the doer, not the one it is done to', () => {
    expect(ask('Who drives Robert to the airport?', { conversations: [plans] }).text).toMatch(/^Julia\./);
  });

  it('knows people by their role, and a thing by its pronoun', () => {
    expect(ask('Who puts up the smoke alarm?', { conversations: [plans] }).text).toContain(
      ' The caretaker. On May 12',
    );
  });
});

it('gives the time that was agreed after a proposal was turned down', () => {
  const call = aConversation('call', '2026-05-04T10:00:00-05:00', [
    ['Clerk', 'The optician could see you on Wednesday at eight.'],
    ['You', "I can't leave the shop on Wednesday."],
    ['Clerk', 'How about Friday at ten?'],
    ['You', 'That suits me.'],
  ]);
  expect(ask('When do I see the optician?', { conversations: [call] }).text).toContain(
    'Friday, May 8, 2026 at 10:00 AM',
  );
});

it('lets a later conversation move what an earlier one settled', () => {
  const conversations = [
    aConversation('first', '2026-05-04T10:00:00-05:00', [
      ['You', 'The roof inspection is on Tuesday at nine.'],
    ]),
    aConversation('then', '2026-05-05T10:00:00-05:00', [
      [
        'You',
        "The roof inspection isn't on Tuesday after all, it was moved to Friday the fifteenth, at ten.",
      ],
    ]),
  ];
  expect(ask('When is the roof inspection?', { conversations }).text).toContain(
    'Friday, May 15, 2026 at 10:00 AM',
  );
});

it('answers over a long transcript within a moment', () => {
  const line: Line = [
    'Anna',
    'We spoke about the harvest, the weather and the price of seeds for the spring on Monday.',
  ];
  const long = aConversation(
    'long',
    '2026-05-04T10:00:00Z',
    Array.from({ length: 1_500 }, () => line),
  );
  const startedMs = performance.now();
  ask('When did we speak about the price of seeds?', { conversations: [long] });
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});
