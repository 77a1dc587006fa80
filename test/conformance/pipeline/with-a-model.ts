import { expect, it } from 'vitest';
import {
  says,
  saysJson,
  type ChatCompletionRequest,
  type OpenAiServer,
} from '../../support/openai-server.js';
import { smallestAnswer, smallestOf, schemaOf } from '../../support/smallest-answer.js';
import type { World } from '../world.js';
import { FILLER, FULL, memoriesOf, reprocessed, talked } from './talk.js';

/** What a question asks for, by the names of what it wants answered. */
const asksFor = (request: ChatCompletionRequest, name: string) =>
  name in (schemaOf(request)?.properties ?? {});

/** Unclear enough to be asked about: few words, of which some mean something. */
const UNCLEAR = [
  'Let us see about the blue one then.',
  { speaker: 1, text: 'The blue one, yes, if you like.' },
];

/** Invariants 2, 3, 5, 6 and 19, which a model has to misbehave for. */
export function modelInvariants(world: () => World, model: () => OpenAiServer): void {
  it('2. a category that is not on the list is stored as `other`', async () => {
    model().otherwise = (request) =>
      asksFor(request, 'category')
        ? saysJson({ ...(smallestOf(request) as object), category: 'gossip' })
        : smallestAnswer(request);
    const { structured } = await talked(world().owner(), FULL);
    expect(structured.category).toBe('other');
  });

  it('3. filler is set aside without asking a model', async () => {
    model().otherwise = smallestAnswer;
    const before = model().requests.length;
    expect((await talked(world().owner(), FILLER)).discarded).toBe(true);
    expect(model().requests.length).toBe(before);
  });

  it('5. a conversation is kept when the model that was asked whether to keep it fails', async () => {
    model().otherwise = () => says('I would rather not say.');
    expect((await talked(world().owner(), UNCLEAR)).discarded).toBe(false);
  });

  it('6. when a model answers nonsense, nothing is completed with words that nobody said', async () => {
    model().otherwise = () => says('The moon landing was a great success for all of us.');
    const { status, structured } = await talked(world().owner(), FULL);
    expect(['completed', 'failed']).toContain(status);
    const texts = `${structured.title} ${structured.overview}`.toLowerCase();
    expect(texts).not.toMatch(/moon|landing|success/);
    if (status === 'completed') expect(texts).toMatch(/plumber|dentist|leeds|peanut/);
  });

  it('19. memories stay when a model fails to find them again', async () => {
    model().otherwise = () => says('I would rather not say.');
    const owner = world().owner();
    const { id } = await talked(owner, FULL);
    const before = (await memoriesOf(owner)).map((memory) => memory.id).sort();
    expect(before.length).toBeGreaterThan(0);
    model().otherwise = { kind: 'garbage' };
    await reprocessed(owner, id);
    expect((await memoriesOf(owner)).map((memory) => memory.id).sort()).toEqual(before);
  });
}
