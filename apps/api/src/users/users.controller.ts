import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UsersRepository } from '#libs/accounts';
import { User } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { OwnerId } from '../auth/access.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly users: UsersRepository) {}

  /** Who the token belongs to. */
  @Get('profile')
  async profile(@OwnerId() ownerId: string): Promise<User> {
    const user = await this.users.find(ownerId);
    if (user) return user;
    throw new AppError('not_found', 'USER_MISSING', 'There is no account for this token any more.');
  }
}
