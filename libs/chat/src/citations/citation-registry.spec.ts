import { describe, expect, it } from 'vitest';
import { CitationRegistry, type CitedSource } from './citation-registry.js';

const source = (id: string, segment = 's1'): CitedSource => ({
  kind: 'conversation',
  conversation_id: id,
  memory_id: null,
  segment_ids: [segment],
  start: 1,
  end: 2,
  title: id,
  quote: 'words',
});

describe('CitationRegistry', () => {
  it('counts on over all tools of a turn and numbers the same place once', () => {
    const registry = new CitationRegistry();
    expect(
      [source('a'), source('b'), source('a'), source('a', 's2')].map((each) => registry.numberOf(each)),
    ).toEqual([1, 2, 1, 3]);
  });

  it('takes out the markers that mean a source and answers those by first appearance', () => {
    const registry = new CitationRegistry();
    for (const id of ['a', 'b', 'c']) registry.numberOf(source(id));
    const { text, citations } = registry.resolve('Second.[2] First.[1] Both. [2][1]');
    expect(text).toBe('Second. First. Both.');
    expect(citations.map(({ number, conversation_id }) => [number, conversation_id])).toEqual([
      [2, 'b'],
      [1, 'a'],
    ]);
  });

  it('leaves brackets that mean no source, and code', () => {
    const registry = new CitationRegistry();
    registry.numberOf(source('a'));
    const answer = 'See [7] and [2024], `list[1]` and ```\nlist[1]\n```';
    expect(registry.resolve(answer)).toEqual({ text: answer, citations: [] });
  });
});
