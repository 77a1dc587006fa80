import { Injectable } from '@nestjs/common';
import type { Findings, Stage, StageContext } from '../pipeline/stage.js';
import type { ProcessingTrigger } from '../pipeline/trigger.rules.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { holdsFor } from './location.rules.js';
import { OwnerLocation } from './owner-location.js';

/** Only what is new: where somebody is now says nothing of what is merged, restored or brought from a device's memory. */
const TRIGGERS: readonly ProcessingTrigger[] = ['capture_end', 'client_finalize', 'created'];

/** A conversation that does not say where it was gets the place that its owner's device last said, if that was in its time. */
@Injectable()
export class LocationStage implements Stage {
  readonly name = 'location';

  constructor(
    private readonly locations: OwnerLocation,
    private readonly conversations: ConversationRepository,
  ) {}

  async run({ run, head }: StageContext): Promise<Findings> {
    const isNew = TRIGGERS.includes(head.processing_trigger ?? 'capture_end');
    if (!isNew || head.geolocation !== null) return {};
    const noted = await this.locations.last(run.ownerId);
    if (!noted || !holdsFor(noted, head)) return {};
    await this.conversations.changeHead(run.ownerId, run.conversationId, (current) =>
      current.revision === run.revision && current.geolocation === null
        ? { geolocation: noted.location }
        : null,
    );
    return {};
  }
}
