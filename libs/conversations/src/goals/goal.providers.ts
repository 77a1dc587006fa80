import { GoalReader } from './goal-reader.js';
import { GoalTracking } from './goal-tracking.js';
import { GoalsRepository } from './goals.repository.js';
import { GoalsService } from './goals.service.js';
import { TrackGoalsJob } from './track-goals.job.js';

export const goalProviders = [GoalsRepository, GoalReader, TrackGoalsJob];
/** For other modules. */
export const goalExports = [GoalsService, GoalTracking];
