import { ApiProperty } from '@nestjs/swagger';
import { NODE_TYPES, type NodeType } from '#libs/memories';

export class KnowledgeNode {
  id!: string;
  label!: string;
  @ApiProperty({ enum: NODE_TYPES })
  node_type!: NodeType;
  @ApiProperty({ type: [String] })
  aliases!: readonly string[];
  /** The memories that speak of it. */
  @ApiProperty({ type: [String] })
  memory_ids!: readonly string[];
  created_at!: Date;
  updated_at!: Date;
}

export class KnowledgeEdge {
  id!: string;
  source_id!: string;
  target_id!: string;
  /** A verb phrase, e.g. `lives in`. */
  label!: string;
  @ApiProperty({ type: [String] })
  memory_ids!: readonly string[];
  created_at!: Date;
}

export class KnowledgeGraphView {
  @ApiProperty({ type: [KnowledgeNode] })
  nodes!: readonly KnowledgeNode[];
  @ApiProperty({ type: [KnowledgeEdge] })
  edges!: readonly KnowledgeEdge[];
}

export class KnowledgeRebuild {
  /** `rebuilding`: the memories are read anew in the background; until then the counts are those of the graph as it is. */
  status!: string;
  nodes_count!: number;
  edges_count!: number;
}

export class KnowledgeDeleted {
  /** Always `deleted`. */
  status!: string;
}
