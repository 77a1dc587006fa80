import { Injectable } from '@nestjs/common';
import { EffectsStage } from './effects.stage.js';
import { PersistStage } from './persist.stage.js';
import { RelevanceStage } from './relevance.stage.js';
import type { Stage } from './stage.js';
import { StructureStage } from './structure.stage.js';

/** The stages of processing, in the order in which they run. */
@Injectable()
export class PipelineStages {
  readonly inOrder: readonly Stage[];

  constructor(
    relevance: RelevanceStage,
    structure: StructureStage,
    persist: PersistStage,
    effects: EffectsStage,
  ) {
    this.inOrder = [relevance, structure, persist, effects];
  }
}
