import { Controller, Delete, Get, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KnowledgeGraph } from '#libs/memories';
import { OwnerId } from '../auth/access.js';
import { RateLimit } from '../rate-limit/rate-limit.js';
import { KnowledgeDeleted, KnowledgeGraphView, KnowledgeRebuild } from './knowledge-graph.dto.js';

@ApiTags('knowledge graph')
@Controller('v1/knowledge-graph')
export class KnowledgeGraphController {
  constructor(private readonly graph: KnowledgeGraph) {}

  /** People, places and things that the memories speak of, each with the memories that do. */
  @Get()
  get(@OwnerId() ownerId: string): Promise<KnowledgeGraphView> {
    return this.graph.get(ownerId);
  }

  /** Has every memory read anew; the graph stays readable and complete meanwhile. */
  @Post('rebuild')
  @HttpCode(HttpStatus.OK)
  @RateLimit('knowledge_graph:rebuild')
  async rebuild(@OwnerId() ownerId: string): Promise<KnowledgeRebuild> {
    const { nodes, edges } = await this.graph.requestRebuild(ownerId);
    return { status: 'rebuilding', nodes_count: nodes.length, edges_count: edges.length };
  }

  /** Forgets the graph; the memories stay. */
  @Delete()
  async clear(@OwnerId() ownerId: string): Promise<KnowledgeDeleted> {
    await this.graph.clear(ownerId);
    return { status: 'deleted' };
  }
}
