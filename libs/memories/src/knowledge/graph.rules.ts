import { deterministicId } from '#libs/kernel';
import type { CitedKnowledge } from './knowledge.repository.js';
import type { Knowledge, KnowledgeEdge, KnowledgeNode, SaidEdge, SaidNode } from './knowledge.js';

interface Gathered {
  label: string;
  node_type: SaidNode['node_type'];
  readonly aliases: Set<string>;
  readonly memoryIds: Set<string>;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * The graph that the memories make: what goes by the same name, or by an alias of it, is one. Takes facts in one by one, in any order; a
 * name that turns out to belong to both makes two nodes one, unless they are people with names of their own. An edge stands only when both its ends do.
 */
export class GraphBuilder {
  /** By name in lower case: several names lead to one node. */
  private readonly nodes = new Map<string, Gathered>();
  /** Names that turned out to belong to several. */
  private readonly shared = new Set<string>();
  private readonly edges: { readonly edge: SaidEdge; readonly memoryId: string; readonly at: Date }[] = [];

  add({ memoryId, fact }: CitedKnowledge): void {
    for (const node of fact.nodes) this.addNode(node, memoryId, fact.created_at);
    for (const edge of fact.edges) this.edges.push({ edge, memoryId, at: fact.created_at });
  }

  build(ownerId: string): Knowledge {
    const gathered = [...new Set(this.nodes.values())];
    const ids = new Map(gathered.map((node) => [node, nodeId(ownerId, node)]));
    return { nodes: gathered.map((node) => toNode(node, ids.get(node)!)), edges: this.edgesOf(ids) };
  }

  private addNode(said: SaidNode, memoryId: string, at: Date): void {
    const names = [said.label, ...said.aliases];
    const known = new Set(names.flatMap((name) => this.nodes.get(keyOf(name)) ?? []));
    const [node = newNode(said, at), ...others] = [...known].filter((one) => mayBe(one, said.label));
    for (const other of others) if (mayBe(other, node.label)) absorb(node, other);
    enrich(node, said, { memoryId, at });
    for (const name of [node.label, ...node.aliases]) this.claim(name, node);
  }

  /** A description that fits two people ("Sam's daughter") is a name of neither. */
  private claim(name: string, node: Gathered): void {
    const key = keyOf(name);
    const holder = this.nodes.get(key);
    if (holder && holder !== node && !mayBe(holder, node.label)) {
      this.shared.add(key);
      this.nodes.delete(key);
    }
    if (!this.shared.has(key) || key === keyOf(node.label)) this.nodes.set(key, node);
    else node.aliases.delete(name);
  }

  private edgesOf(ids: ReadonlyMap<Gathered, string>): KnowledgeEdge[] {
    const edges = new Map<string, KnowledgeEdge>();
    for (const { edge, memoryId, at } of this.edges) {
      const [source, target] = [this.nodes.get(keyOf(edge.source)), this.nodes.get(keyOf(edge.target))];
      if (!source || !target || source === target) continue;
      const [source_id, target_id] = [ids.get(source)!, ids.get(target)!];
      const id = deterministicId(source_id, edge.label.toLowerCase(), target_id);
      const known = edges.get(id);
      const memory_ids = [...new Set([...(known?.memory_ids ?? []), memoryId])];
      const created_at = known && known.created_at < at ? known.created_at : at;
      edges.set(id, { id, source_id, target_id, label: edge.label, memory_ids, created_at });
    }
    return [...edges.values()];
  }
}

function keyOf(name: string): string {
  return name.toLowerCase().trim();
}

function newNode({ label, node_type }: SaidNode, at: Date): Gathered {
  return { label, node_type, aliases: new Set(), memoryIds: new Set(), createdAt: at, updatedAt: at };
}

/** A name, told from a description ("Sam's daughter") by being one word with a capital. */
function isBareName(label: string): boolean {
  return /^\p{Lu}[\p{L}-]*$/u.test(label);
}

/** Two different names are two people, whatever description they share. */
function mayBe(node: Gathered, label: string): boolean {
  return keyOf(node.label) === keyOf(label) || !isBareName(node.label) || !isBareName(label);
}

/** "Rosie" stands for "Sam's daughter", not the other way round. */
function absorb(node: Gathered, other: Gathered): void {
  for (const name of [other.label, ...other.aliases]) node.aliases.add(name);
  for (const id of other.memoryIds) node.memoryIds.add(id);
  if (other.createdAt < node.createdAt) node.createdAt = other.createdAt;
  if (other.updatedAt > node.updatedAt) node.updatedAt = other.updatedAt;
  if (!isBareName(node.label) && isBareName(other.label)) rename(node, other);
  node.aliases.delete(node.label);
}

function enrich(node: Gathered, said: SaidNode, { memoryId, at }: { memoryId: string; at: Date }): void {
  if (!isBareName(node.label) && isBareName(said.label)) rename(node, said);
  for (const name of [said.label, ...said.aliases]) if (name !== node.label) node.aliases.add(name);
  node.memoryIds.add(memoryId);
  if (at < node.createdAt) node.createdAt = at;
  if (at > node.updatedAt) node.updatedAt = at;
}

function rename(node: Gathered, { label, node_type }: Pick<SaidNode, 'label' | 'node_type'>): void {
  node.aliases.add(node.label);
  node.aliases.delete(label);
  node.label = label;
  node.node_type = node_type;
}

function nodeId(ownerId: string, { label, node_type }: Gathered): string {
  return deterministicId(ownerId, 'knowledge-node', node_type, keyOf(label));
}

function toNode(node: Gathered, id: string): KnowledgeNode {
  return {
    id,
    label: node.label,
    node_type: node.node_type,
    aliases: [...node.aliases].sort(),
    memory_ids: [...node.memoryIds].sort(),
    created_at: node.createdAt,
    updated_at: node.updatedAt,
  };
}
