import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { UsersRepository } from '#libs/accounts';
import { User } from '#libs/contracts';
import { OwnerId } from '../auth/access.js';

@ApiTags('users')
@Controller('v1/users')
export class UsersController {
  constructor(private readonly users: UsersRepository) {}

  /** Who the token belongs to. */
  @Get('profile')
  profile(@OwnerId() ownerId: string): Promise<User> {
    return this.users.get(ownerId);
  }
}
