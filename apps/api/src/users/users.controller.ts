import { Body, Controller, Delete, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AccountDeletion, UsersRepository } from '#libs/accounts';
import { User } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';
import { AccountDeleted, DeleteAccountRequest } from './users.dto.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly users: UsersRepository,
    private readonly deletion: AccountDeletion,
  ) {}

  /** Who the token belongs to. */
  @Get('profile')
  async profile(@OwnerId() ownerId: string): Promise<User> {
    const user = await this.users.find(ownerId);
    if (user) return user;
    throw new AppError('not_found', 'USER_MISSING', 'There is no account for this token any more.');
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
