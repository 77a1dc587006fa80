import { Injectable } from '@nestjs/common';
import type { Geolocation } from '#libs/contracts';
import { AppError, Clock } from '#libs/kernel';
import { Cache } from '#libs/storage';
import { isOnEarth, isSamePlace, LOCATION_HOLDS_MS, type NotedLocation } from './location.rules.js';

const keyOf = (ownerId: string) => `users:${ownerId}:geolocation`;

/** Where owners are, for half an hour: only the cache knows it, and nobody else is asked what is there. */
@Injectable()
export class OwnerLocation {
  constructor(
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Answers whether the owner has moved since the last time. `invalid` LOCATION_INVALID for what is not a place on earth. */
  async note(ownerId: string, location: Geolocation): Promise<boolean> {
    if (!isOnEarth(location)) {
      throw new AppError(
        'invalid',
        'LOCATION_INVALID',
        'Latitude goes from -90 to 90 and longitude from -180 to 180. Send degrees.',
      );
    }
    const known = await this.last(ownerId);
    const noted: NotedLocation = { location, atMs: this.clock.nowMs() };
    await this.cache.set(keyOf(ownerId), noted, LOCATION_HOLDS_MS);
    return known === null || !isSamePlace(known.location, location);
  }

  /** Null when nothing was heard for half an hour. */
  async last(ownerId: string): Promise<NotedLocation | null> {
    const noted = await this.cache.get<Partial<NotedLocation>>(keyOf(ownerId));
    // The reference caches something else under this name.
    return noted?.location && noted.atMs ? { location: noted.location, atMs: noted.atMs } : null;
  }

  async forget(ownerId: string): Promise<void> {
    await this.cache.delete(keyOf(ownerId));
  }
}
