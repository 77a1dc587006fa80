import { trackGoals, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { GoalTracking } from './goal-tracking.js';

@JobHandler(trackGoals)
export class TrackGoalsJob implements HandlesJob<typeof trackGoals> {
  constructor(private readonly tracking: GoalTracking) {}

  async handle(run: JobPayload<typeof trackGoals>, { signal }: JobContext): Promise<void> {
    await this.tracking.track(run, signal);
  }
}
