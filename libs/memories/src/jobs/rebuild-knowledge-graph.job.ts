import { rebuildKnowledgeGraph, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { KnowledgeGraph } from '../knowledge/knowledge-graph.js';

@JobHandler(rebuildKnowledgeGraph)
export class RebuildKnowledgeGraphJob implements HandlesJob<typeof rebuildKnowledgeGraph> {
  constructor(private readonly graph: KnowledgeGraph) {}

  async handle({ ownerId }: JobPayload<typeof rebuildKnowledgeGraph>, { signal }: JobContext): Promise<void> {
    await this.graph.rebuild(ownerId, signal);
  }
}
