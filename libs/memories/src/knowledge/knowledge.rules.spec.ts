import { describe, expect, it } from 'vitest';
import { extractKnowledgeTask, type KnowledgeInput } from './extract-knowledge.task.js';
import { GraphBuilder } from './graph.rules.js';
import { answerWithKnowledge } from './knowledge.rules.js';
import type { Knowledge } from './knowledge.js';

type Said = KnowledgeInput['memories'][number];
const said = (content: string, predicate: string | null, subject = 'user'): Said => ({
  content,
  predicate,
  subject,
});

/** The graph of these facts, through the rules and the checks that every answer passes. */
function graphOf(memories: readonly Said[], ownerName: string | null = 'Sam'): Knowledge {
  const input = { ownerName, memories };
  const answer = extractKnowledgeTask.refine!(answerWithKnowledge(input), input);
  const graph = new GraphBuilder();
  for (const { index, nodes, edges } of answer.memories) {
    graph.add({ memoryId: `m${index}`, fact: { nodes, edges, created_at: new Date(index) } });
  }
  return graph.build('ada');
}
/** Each edge as a sentence. */
function sentencesOf({ nodes, edges }: Knowledge): string[] {
  const label = (id: string) => nodes.find((node) => node.id === id)!.label;
  return edges.map((edge) => `${label(edge.source_id)} ${edge.label} ${label(edge.target_id)}`).sort();
}

describe('what memories say of people, places and things', () => {
  it.each([
    [
      'Sam lives in Madison, on Willow Street',
      'residence',
      ['Sam lives in Madison', 'Sam lives in Willow Street'],
    ],
    [
      'Sam is allergic to peanuts and shellfish',
      'allergy',
      ['Sam is allergic to peanuts', 'Sam is allergic to shellfish'],
    ],
    ['Sam works at Northwind Traders', 'employer', ['Sam works at Northwind Traders']],
    ['Sam drives a blue station wagon', 'vehicle', ['Sam drives blue station wagon']],
    ['Sam loves olives', 'taste', ['Sam likes olives']],
    ['Sam no longer works at Northwind', 'employer', ['Sam no longer works at Northwind']],
  ])('%s', (content, predicate, expected) => {
    expect(sentencesOf(graphOf([said(content, predicate)]))).toEqual(expected);
  });

  it('knows who the owner’s people are', () => {
    const graph = graphOf([
      said("Rosie is Sam's daughter", 'relation', 'Rosie'),
      said("Sam's daughter Rosie is allergic to eggs", 'allergy', 'Rosie'),
    ]);
    expect(sentencesOf(graph)).toEqual(['Rosie is allergic to eggs', 'Rosie is the daughter of Sam']);
    const rosie = graph.nodes.find(({ label }) => label === 'Rosie')!;
    expect(rosie).toMatchObject({
      node_type: 'person',
      memory_ids: ['m0', 'm1'],
      aliases: ["Sam's daughter"],
    });
  });

  it('knows the owner by either name', () => {
    const graph = graphOf([said('The owner loves figs', 'taste'), said('Sam lives in Madison', 'residence')]);
    expect(graph.nodes.filter(({ node_type }) => node_type === 'person')).toMatchObject([
      { label: 'Sam', aliases: ['The owner'] },
    ]);
  });

  it('does not take two daughters for one', () => {
    const graph = graphOf([
      said("Sam's daughter Rosie plays chess", 'hobby', 'Rosie'),
      said("Sam's daughter Emma plays tennis", 'hobby', 'Emma'),
    ]);
    expect(sentencesOf(graph)).toEqual(
      expect.arrayContaining(['Rosie practises chess', 'Emma practises tennis']),
    );
    expect(graph.nodes.map(({ label }) => label)).toEqual(expect.arrayContaining(['Rosie', 'Emma']));
  });

  it('makes the same graph in whatever order the memories come', () => {
    const facts = [
      said("Sam's daughter is afraid of dogs", 'fear', 'daughter'),
      said("Sam's daughter Rosie plays chess", 'hobby', 'Rosie'),
    ];
    expect(sentencesOf(graphOf(facts))).toEqual(sentencesOf(graphOf([...facts].reverse())));
    expect(sentencesOf(graphOf(facts))).toContain('Rosie is afraid of dogs');
  });

  it('takes nothing from a model that the memory does not say', () => {
    const input = { ownerName: 'Sam', memories: [said('Sam lives in Madison', 'residence')] };
    const node = (label: string) => ({ label, node_type: 'place' as const, aliases: ['the capital'] });
    const answer = {
      memories: [
        {
          index: 0,
          nodes: [node('Madison'), node('Paris'), { ...node('Sam'), node_type: 'person' as const }],
          edges: [
            { source: 'Sam', target: 'Madison', label: 'lives in' },
            { source: 'Sam', target: 'Paris', label: 'dreams of' },
          ],
        },
        { index: 7, nodes: [node('Rome')], edges: [] },
      ],
    };
    expect(extractKnowledgeTask.refine!(answer, input).memories).toEqual([
      {
        index: 0,
        nodes: [
          expect.objectContaining({ label: 'Madison', aliases: [] }),
          expect.objectContaining({ label: 'Sam' }),
        ],
        edges: [{ source: 'Sam', target: 'Madison', label: 'lives in' }],
      },
    ]);
  });
});
