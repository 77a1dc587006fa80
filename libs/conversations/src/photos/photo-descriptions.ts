import { Injectable } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import { AppEventBus, describePhoto } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { describePhotoTask } from './describe-photo.task.js';
import { PhotoRepository } from './photo.repository.js';
import { isUndescribed, type PhotoHead } from './photo-row.js';

/** What a picture is called that no description could be had for, in the words of the reference. */
const NO_DESCRIPTION = 'Could not generate description.';

/** What pictures show, as far as a model is configured that sees. */
@Injectable()
export class PhotoDescriptions {
  constructor(
    private readonly photos: PhotoRepository,
    private readonly model: LanguageModel,
    private readonly usage: ModelUsage,
    private readonly queue: JobQueue,
    private readonly events: AppEventBus,
  ) {}

  /** Puts in the description of a picture that is to get one: false when it has one, or never will. */
  async request(ownerId: string, conversationId: string, photo: PhotoHead): Promise<boolean> {
    if (!this.model.seesImages || !isUndescribed(photo)) return false;
    await this.queue.enqueue(describePhoto, { ownerId, conversationId, photoId: photo.id });
    return true;
  }

  /** The same for all pictures of a conversation: those among them whose process died before it could ask. Answers whether any are to come. */
  async requestAll(ownerId: string, conversationId: string): Promise<boolean> {
    if (!this.model.seesImages) return false;
    let isAnyToCome = false;
    for await (const photo of this.photos.heads(ownerId, conversationId)) {
      isAnyToCome = (await this.request(ownerId, conversationId, photo)) || isAnyToCome;
    }
    return isAnyToCome;
  }

  /** Does nothing for a picture that is gone or has its description. `unavailable` DESCRIPTION_UNAVAILABLE when the model fails. */
  async describe(
    ownerId: string,
    conversationId: string,
    photoId: string,
    signal: AbortSignal,
  ): Promise<void> {
    const photo = await this.photos.find(ownerId, conversationId, photoId);
    if (!photo || !isUndescribed(photo)) return;
    const { base64 } = photo;
    const { output } = await this.model.run(
      describePhotoTask,
      { base64 },
      signal,
      this.usage.meterOf(ownerId),
    );
    if (output.description === '') throw descriptionUnavailable();
    await this.tell(ownerId, conversationId, { ...photo, description: output.description });
  }

  /** No description will come any more. The picture stays, as one that nothing is known of. */
  async giveUp(ownerId: string, conversationId: string, photoId: string): Promise<void> {
    const photo = await this.photos.findHead(ownerId, conversationId, photoId);
    if (!photo || !isUndescribed(photo)) return;
    await this.tell(ownerId, conversationId, { ...photo, description: NO_DESCRIPTION, discarded: true });
  }

  private async tell(
    ownerId: string,
    conversationId: string,
    { id, description, discarded }: PhotoHead,
  ): Promise<void> {
    const isStored = await this.photos.describe(ownerId, conversationId, id, { description, discarded });
    if (isStored) this.events.emit('photo.described', { ownerId, conversationId, photoId: id });
  }
}

function descriptionUnavailable(): AppError {
  return new AppError(
    'unavailable',
    'DESCRIPTION_UNAVAILABLE',
    'The language model did not describe this picture. It is tried again by itself.',
  );
}
