import { describePhoto, type JobPayload } from '#libs/contracts';
import { JobHandler, type HandlesJob, type JobContext } from '#libs/queue';
import { PhotoDescriptions } from './photo-descriptions.js';

/** Has one picture described; when that fails for good, the picture says so. */
@JobHandler(describePhoto)
export class DescribePhotoJob implements HandlesJob<typeof describePhoto> {
  constructor(private readonly descriptions: PhotoDescriptions) {}

  async handle(
    { ownerId, conversationId, photoId }: JobPayload<typeof describePhoto>,
    { attempt, signal }: JobContext,
  ): Promise<void> {
    try {
      await this.descriptions.describe(ownerId, conversationId, photoId, signal);
    } catch (error) {
      if (attempt >= describePhoto.attempts && !signal.aborted) {
        await this.descriptions.giveUp(ownerId, conversationId, photoId);
      }
      throw error;
    }
  }
}
