import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AudioLedgerService } from '#libs/conversations';
import { OwnerId } from '../auth/access.js';
import { Ledger, ledgerOf, LedgerRequest } from './ledger.dto.js';

@ApiTags('audio')
@Controller('v1/capture')
export class LedgerController {
  constructor(private readonly ledger: AudioLedgerService) {}

  /** What became of every second that the owner's devices sent, as a whole and recording by recording. */
  @Get('ledger')
  async page(@OwnerId() ownerId: string, @Query() request: LedgerRequest): Promise<Ledger> {
    const { from, to, limit, cursor } = request;
    const query = {
      limit,
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return ledgerOf(await this.ledger.page(ownerId, query));
  }
}
