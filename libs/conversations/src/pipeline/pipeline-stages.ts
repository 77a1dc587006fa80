import { Injectable } from '@nestjs/common';
import { AppSummaryStage } from '../app-summaries/app-summary.stage.js';
import { FilingStage } from '../folders/filing.stage.js';
import { LocationStage } from '../location/location.stage.js';
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
    location: LocationStage,
    relevance: RelevanceStage,
    structure: StructureStage,
    appSummary: AppSummaryStage,
    persist: PersistStage,
    filing: FilingStage,
    effects: EffectsStage,
  ) {
    this.inOrder = [location, relevance, structure, appSummary, persist, filing, effects];
  }
}
