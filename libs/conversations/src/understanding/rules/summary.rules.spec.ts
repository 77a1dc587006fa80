import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '#libs/contracts';
import { summarize } from './summary.rules.js';
import { talkOf } from './talk.fixture.js';

const planning = talkOf(
  `Karen: Let's plan the summer festival. The stage is ordered.
Sam: Good. We still need a permit from the city.
Karen: Could you apply for the permit by Wednesday?
Sam: Sure, Wednesday works.
Karen: Then we meet again on Thursday the twelfth at three in the afternoon, for the festival meeting.
Sam: Thursday at three is fine.
Karen: The password for the ticket shop is heron forty-four.
Sam: I have been running the sound for five years.`,
  ['Karen'],
);

describe('a summary by rules', () => {
  const summary = summarize(planning);

  it('has a headline of at most ten words on what people set out to do', () => {
    expect(summary.title).toMatch(/Planning the Summer Festival/);
    expect(summary.title.split(' ').length).toBeLessThanOrEqual(10);
  });

  it('tells who spoke, what is planned, what the owner will do and what was learned', () => {
    expect(summary.overview).toMatch(/^Sam and Karen talked about/);
    expect(summary.overview).toContain('Thursday, March 12 at 3:00 PM');
    expect(summary.overview).toContain('Sam will apply for the permit');
    expect(summary.overview).toContain('Sam has been running the sound for five years.');
  });

  it('repeats no secret and no label of a voice', () => {
    expect(JSON.stringify(summary)).not.toMatch(/heron|forty-four|Speaker \d|SPEAKER/i);
  });

  it('has one emoji and a category of the wire', () => {
    expect(summary.emoji).toMatch(/^\p{Extended_Pictographic}/u);
    expect(CATEGORIES).toContain(summary.category);
  });
});

it('pins nothing of a broadcast on the owner', () => {
  const { title, overview, category } = summarize(
    talkOf(`Host: Welcome to the show. Today we talk about the migration of grey whales.
Guest: Thank you for having me. I have studied whales for twenty years.
Guest: Grey whales swim ten thousand kilometers from the Arctic to Mexico.`),
  );
  expect(title).toBe('The Migration of Grey Whales');
  expect(overview).not.toMatch(/Sam/);
  expect(category).toBe('science');
});

it('calls a note a note', () => {
  const { title } = summarize(
    talkOf('Sam: Note to myself. I have to pay the rent tomorrow. I need to call the dentist today.'),
  );
  expect(title).toMatch(/^Notes: /);
});

it('writes something of anything', () => {
  const { title, overview } = summarize(talkOf('Anna: Hm.\nSam: Well.'));
  expect(title).not.toBe('');
  expect(typeof overview).toBe('string');
});

it('tells a reading from a note, and pins nothing of it on the owner', () => {
  const { title, overview, category } = summarize(
    talkOf(
      '?: Mr. Henry Lowell had walked along the cliff before breakfast.\n?: He was thinking of his sister, who had married a sailor.\n?: They were not rich, but their house was the merriest of the village.',
    ),
  );
  expect(title).toBe('A Passage about Mr. Henry Lowell');
  expect(overview).toMatch(/^A passage about Mr. Henry Lowell .*was read or heard\.$/);
  expect(overview).not.toMatch(/Sam|owner/);
  expect(category).toBe('literature');
});

it('tells no hypothetical as a fact', () => {
  const { overview } = summarize(
    talkOf(
      'Anna: What a week.\nSam: I would sell my house and move to Norway.\nAnna: Really?\nSam: I work in the paper mill in Dayton.',
    ),
  );
  expect(overview).not.toMatch(/would|Sam (?:will|sells|moves)/);
  expect(overview).toContain('paper mill');
});

it('is called after what a call is about, not after a chore on the way', () => {
  const { title, overview } = summarize(
    talkOf(
      '?: Hello Nora. I am calling about the farewell party for our colleague Emma.\n?: Lovely. What day is the party?\n?: It is this Friday at six in the evening.\n?: I will come.\n?: Great. I have to order the drinks by Thursday.',
    ),
  );
  expect(title).toMatch(/^Emma's Farewell Party/);
  expect(overview).toContain("Emma's farewell party is planned for Friday, March 6 at 6:00 PM.");
});

describe('an overview', () => {
  const { overview, title } = summarize(
    talkOf(`Anna: Come in. The boiler keeps losing pressure, and the radiators stay cold.
Sam: That is the valve. I have none in the van.
Anna: How long does a new valve take?
Sam: Until Monday. The bathroom in the Mill Street house comes first.
Anna: My grandmother moved into the flats in Castle Green.
Sam: Does she still play the accordion?
Anna: Every evening. The parrot sings along.
Sam: I will send you an invoice on Friday.
Anna: Fine. And mind the ladder on the stairs.
Sam: Is that your telescope in the garden?
Anna: It was my brother's. He sold his motorcycle for it.`),
  );

  it('names what else came up, from every stretch of the talk', () => {
    expect(overview).toMatch(/Also mentioned: /);
    for (const said of ['accordion', 'Castle Green', 'motorcycle']) expect(overview).toContain(said);
  });

  it('says nothing twice', () => {
    const also = /Also mentioned: (.*)\.$/.exec(overview)![1]!.split(/, | and /);
    for (const phrase of also) expect(overview.split(phrase)).toHaveLength(2);
  });

  it('names the matter first', () => expect(title).toMatch(/boiler|valve|radiator/i));
});

it('knows whom it is told of, also by what children call them', () => {
  expect(
    summarize(
      talkOf(
        'Anna: Dad is seventy in May.\nSam: We need a list of guests.\nAnna: Does Dad still like jazz?\nSam: Yes, and Dad hates surprises.',
      ),
    ).title,
  ).toContain('Dad');
});
