import { Injectable } from '@nestjs/common';
import { AppEventBus, type AppEvents } from '#libs/contracts';
import { PhotoRepository } from '../photos/photo.repository.js';
import { describedEvent } from '../photos/photo-row.js';
import { RecordingPool } from './recording-pool.js';

/** Tells devices that record now what the pictures of their conversations show. */
@Injectable()
export class PhotoNews {
  constructor(
    private readonly pool: RecordingPool,
    private readonly photos: PhotoRepository,
    events: AppEventBus,
  ) {
    events.on('photo.described', (event) => this.tell(event));
  }

  /** Also when its conversation has ended meanwhile: the client knows the picture by its id. */
  private tell({ ownerId, conversationId, photoId }: AppEvents['photo.described']): void {
    for (const recording of this.pool.told(ownerId)) {
      // In turn with the pictures themselves: a client first hears that there is one.
      recording.inTurn(async () => {
        const photo = await this.photos.findHead(ownerId, conversationId, photoId);
        if (photo) recording.view.tell('photo_described', describedEvent(photo));
      });
    }
  }
}
