/** Kinds of what the knowledge graph knows. */
export const NODE_TYPES = ['person', 'place', 'thing', 'concept', 'organization'] as const;
export type NodeType = (typeof NODE_TYPES)[number];

/** Something that a memory speaks of. Plain data: it crosses threads. */
export interface SaidNode {
  readonly label: string;
  readonly node_type: NodeType;
  /** Other names for the same. */
  readonly aliases: readonly string[];
}

/** What a memory says of two of them, by their labels. */
export interface SaidEdge {
  readonly source: string;
  readonly target: string;
  /** A verb phrase: `lives in`, `is allergic to`. */
  readonly label: string;
}

/** What one memory contributes, `users/{uid}/knowledge_facts/{memoryId}`. The graph is all of these taken together. */
export interface KnowledgeFact {
  readonly nodes: readonly SaidNode[];
  readonly edges: readonly SaidEdge[];
  readonly created_at: Date;
}

/** A thing that the graph knows. Shape of the wire. */
export interface KnowledgeNode {
  readonly id: string;
  readonly label: string;
  readonly node_type: NodeType;
  readonly aliases: readonly string[];
  readonly memory_ids: readonly string[];
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface KnowledgeEdge {
  readonly id: string;
  readonly source_id: string;
  readonly target_id: string;
  readonly label: string;
  readonly memory_ids: readonly string[];
  readonly created_at: Date;
}

export interface Knowledge {
  readonly nodes: readonly KnowledgeNode[];
  readonly edges: readonly KnowledgeEdge[];
}
