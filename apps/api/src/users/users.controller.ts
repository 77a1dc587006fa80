import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Body, Controller, Delete, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { AccountDeletion, UsersRepository } from '#libs/accounts';
import { User } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import { AccountData } from './account-export.dto.js';
import { AccountExport } from './account-export.js';
import { AccountDeleted, DeleteAccountRequest } from './users.dto.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersRepository,
    private readonly deletion: AccountDeletion,
    private readonly account: AccountExport,
  ) {}

  /** Who the token belongs to. */
  @Get('profile')
  async profile(@OwnerId() ownerId: string): Promise<User> {
    const user = await this.users.find(ownerId);
    if (user) return user;
    throw new AppError('not_found', 'USER_MISSING', 'There is no account for this token any more.');
  }

  /**
   * Everything that the account holds, as one JSON document to keep (docs/export-format.md). It is made while it is sent; one that does not
   * end with `}` was cut off. Sound is fetched by the `url` of each audio file.
   */
  @Get('export')
  @ApiOkResponse({ type: AccountData })
  async export(@OwnerId() ownerId: string, @Res() response: Response): Promise<void> {
    const profile = await this.profile(ownerId);
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Disposition', 'attachment; filename="mneme-export.json"');
    response.setHeader('Cache-Control', 'no-store');
    await pipeline(Readable.from(this.account.textOf(profile)), response).catch((error: unknown) => {
      if (!isClientGone(error)) throw error;
    });
  }

  /** Closes the account at once: its tokens are void with this answer. Everything it holds is deleted right after. */
  @Delete('delete-account')
  async deleteAccount(
    @OwnerId() ownerId: string,
    @Body() _reasons?: DeleteAccountRequest,
  ): Promise<AccountDeleted> {
    await this.deletion.request(ownerId);
    return { status: 'ok', message: 'Account deletion started' };
  }
}

function isClientGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
