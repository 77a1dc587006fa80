import { Body, Controller, Patch } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { OwnerLocation } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { withoutUndefined } from '../http/query-values.js';
import { LocationNoted, OwnerGeolocation } from './geolocation.dto.js';

@ApiTags('users')
@Controller('v1/users/geolocation')
export class GeolocationController {
  constructor(private readonly locations: OwnerLocation) {}

  /** Remembered for half an hour, for conversations of that time. Nobody else is asked what is there. */
  @Patch()
  async note(@OwnerId() ownerId: string, @Body() location: OwnerGeolocation): Promise<LocationNoted> {
    const { latitude, longitude, ...rest } = location;
    const hasMoved = await this.locations.note(ownerId, { latitude, longitude, ...withoutUndefined(rest) });
    return hasMoved ? { status: 'ok' } : { status: 'ok', message: 'location not changed significantly' };
  }
}
