import { findPersonNames } from '#libs/ai';
import { RELATION } from '../facts/words.js';
import { OWNER_LABEL, type KnowledgeAnswer, type KnowledgeInput } from './extract-knowledge.task.js';
import type { NodeType, SaidEdge, SaidNode } from './knowledge.js';

type Memory = KnowledgeInput['memories'][number];

/** How a kind of fact names the thing that it is about. The first group of `object` is the thing. */
interface Saying {
  readonly verb: string;
  readonly node_type: NodeType;
  readonly object: RegExp;
}

const NAME = "\\p{Lu}[\\p{L}'’-]*(?: (?:of |the |de |la )?\\p{Lu}[\\p{L}'’-]*)*";
const PLACE = new RegExp(`\\b(?:in|to|near|at|on|from|outside) (?:the )?(${NAME})`, 'gu');
const FIRM = new RegExp(`\\b(?:at|for|with|of) (?:the )?(${NAME}|[\\p{L}' -]{3,40})`, 'u');

const SAYINGS: Readonly<Record<string, Saying>> = {
  employer: { verb: 'works at', node_type: 'organization', object: FIRM },
  school: { verb: 'studies at', node_type: 'organization', object: FIRM },
  role: {
    verb: 'works as',
    node_type: 'concept',
    object: /\b(?:is|was|as|became|been) (?:now )?(?:an?|the) (.+)$/iu,
  },
  allergy: { verb: 'is allergic to', node_type: 'thing', object: /\ballergic to (.+)$/iu },
  medication: { verb: 'takes', node_type: 'thing', object: /\b(?:takes?|uses?|is on|on) (.+)$/iu },
  condition: { verb: 'has', node_type: 'concept', object: /\b(?:has|have|suffers? from|gets?) (.+)$/iu },
  diet: { verb: 'does not eat', node_type: 'thing', object: /\b(?:not|never) eat (.+)$/iu },
  taste: {
    verb: 'likes',
    node_type: 'thing',
    object: /\b(?:loves?|likes?|enjoys?|adores?|prefers?|fond of|crazy about|fan of) (.+)$/iu,
  },
  distaste: {
    verb: 'dislikes',
    node_type: 'thing',
    object: /\b(?:hates?|dislikes?|detests?|loathes?|stand|not like|fan of) (.+)$/iu,
  },
  fear: { verb: 'is afraid of', node_type: 'thing', object: /\b(?:of|fears?) (.+)$/iu },
  hobby: {
    verb: 'practises',
    node_type: 'concept',
    object: /\b(?:plays?|does|practises?|practices?|goes|collects?|builds?|into) (.+)$/iu,
  },
  pet: { verb: 'has', node_type: 'thing', object: /\b(?:has|have|keeps?|owns?|adopted|raises?) (.+)$/iu },
  vehicle: {
    verb: 'drives',
    node_type: 'thing',
    object: /\b(?:drives?|owns?|rides?|has|bought|leases?) (.+)$/iu,
  },
  language: { verb: 'speaks', node_type: 'concept', object: /\b(?:speaks?|learns?|learning) (.+)$/iu },
};
/** Facts that hold of places; all they name go in. */
const PLACED: Readonly<Record<string, string>> = { residence: 'lives in', origin: 'comes from' };

const KIN = new RegExp(
  `^(${NAME}|[Tt]he owner)['’]s (?:\\p{Ll}+ ){0,2}?(${RELATION})\\b(?: (${NAME}))?`,
  'u',
);
const IS_KIN = new RegExp(
  `^(${NAME}) is (${NAME}|[Tt]he owner)['’]s (?:\\p{Ll}+ ){0,2}?(${RELATION})\\b`,
  'u',
);
const DENIED = /\b(?:no longer|any ?more|used to|not|never)\b/i;
const MAX_OBJECT_WORDS = 4;
const MAX_OBJECTS = 3;
const OBJECT_ENDS =
  /[.;:(]|,? \b(?:since|because|every|for|with|when|while|but|so|who|which|that|before|after|at|in|on|from|to|than|instead|and (?:he|she|they|has|is|works|lives))\b/iu;

/** The rule-based answer: who a fact is about, and the thing that facts of its kind name. Pure and synchronous: it runs in a worker thread. */
export function answerWithKnowledge({ memories, ownerName }: KnowledgeInput): KnowledgeAnswer {
  return { memories: memories.map((memory, index) => ({ index, ...knowledgeIn(memory, ownerName) })) };
}

function knowledgeIn(memory: Memory, ownerName: string | null): { nodes: SaidNode[]; edges: SaidEdge[] } {
  const owner = ownerNode(memory.content, ownerName);
  const kin = kinIn(memory.content);
  const subject = memory.subject === 'user' ? owner : personNode(memory, kin);
  const nodes: SaidNode[] = [subject];
  const edges: SaidEdge[] = [];
  if (kin && subject !== owner) {
    nodes.push(owner);
    edges.push({ source: subject.label, target: owner.label, label: `is the ${kin.relation} of` });
  }
  for (const { node, verb } of saidOf(memory)) {
    if (nodes.some(({ label }) => label.toLowerCase() === node.label.toLowerCase())) continue;
    nodes.push(node);
    edges.push({ source: subject.label, target: node.label, label: verb });
  }
  const known = new Set(nodes.flatMap(({ label }) => label.split(' ')));
  for (const name of findPersonNames(memory.content)) {
    if (!known.has(name)) nodes.push({ label: name, node_type: 'person', aliases: [] });
  }
  return { nodes, edges };
}

function ownerNode(content: string, ownerName: string | null): SaidNode {
  const aliases = ownerName !== null && /\bthe owner\b/i.test(content) ? [OWNER_LABEL] : [];
  return { label: ownerName ?? OWNER_LABEL, node_type: 'person', aliases };
}

interface Kin {
  readonly relation: string;
  readonly name: string | null;
  /** As the fact says it: "Sam's daughter". */
  readonly said: string;
}

function kinIn(content: string): Kin | null {
  const is = IS_KIN.exec(content);
  if (is) return { relation: is[3]!.toLowerCase(), name: is[1]!, said: `${is[2]}'s ${is[3]}` };
  const of = KIN.exec(content);
  return of && { relation: of[2]!.toLowerCase(), name: of[3] ?? null, said: `${of[1]}'s ${of[2]}` };
}

/** Somebody known by name, with what they are called besides; by relation only where nothing else is known. */
function personNode({ subject }: Memory, kin: Kin | null): SaidNode {
  const isNamed = /^\p{Lu}/u.test(subject);
  const label = isNamed ? subject : (kin?.said ?? subject);
  return { label, node_type: 'person', aliases: kin && kin.said !== label ? [kin.said] : [] };
}

function saidOf({ content, predicate }: Memory): { node: SaidNode; verb: string }[] {
  if (predicate === null) return [];
  const place = PLACED[predicate];
  if (place !== undefined) return placesIn(content).map((node) => ({ node, verb: negated(place, content) }));
  const saying = SAYINGS[predicate.startsWith('favorite_') ? 'taste' : predicate];
  const object = saying?.object.exec(content)?.[1];
  if (!saying || object === undefined) return [];
  const isDenial = saying.verb.startsWith('dislikes') || saying.verb.startsWith('does not');
  const verb = isDenial ? saying.verb : negated(saying.verb, content);
  return thingsIn(object).map((label) => ({
    node: { label, node_type: saying.node_type, aliases: [] },
    verb,
  }));
}

/** What is over is said to be over, not said to be. */
function negated(verb: string, content: string): string {
  return DENIED.test(content) ? `no longer ${verb}` : verb;
}

function placesIn(content: string): SaidNode[] {
  const labels = [...content.matchAll(PLACE)].map(([, label]) => label!);
  return [...new Set(labels)]
    .slice(0, MAX_OBJECTS)
    .map((label) => ({ label, node_type: 'place', aliases: [] }));
}

/** "peanuts, shellfish and eggs" are three. */
function thingsIn(object: string): string[] {
  const text = object.split(OBJECT_ENDS)[0]!;
  return text
    .split(/,? (?:and|or) |, /)
    .map((thing) => thing.replace(/^(?:an?|the|his|her|their|its|to|both|some|all) /i, '').trim())
    .filter((thing) => thing !== '' && thing.split(' ').length <= MAX_OBJECT_WORDS && /\p{L}{2}/u.test(thing))
    .slice(0, MAX_OBJECTS);
}
