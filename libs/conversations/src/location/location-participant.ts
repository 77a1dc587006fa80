import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { OwnerLocation } from './owner-location.js';

/** Forgets where somebody was whose account is closed. */
@Injectable()
export class LocationParticipant implements OnModuleInit {
  constructor(
    private readonly locations: OwnerLocation,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'last location',
      deleteOwner: async (ownerId) => {
        await this.locations.forget(ownerId);
        return 0;
      },
      countOwner: async (ownerId) => ((await this.locations.last(ownerId)) ? 1 : 0),
    });
  }
}
