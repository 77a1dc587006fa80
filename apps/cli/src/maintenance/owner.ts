import type { INestApplicationContext } from '@nestjs/common';
import { UsersRepository } from '#libs/accounts';
import type { User } from '#libs/contracts';
import { AppError } from '#libs/kernel';

/** The account that a command names by its id; `me` is the owner of the server. Errors: `not_found` OWNER_UNKNOWN. */
export async function ownerNamed(context: INestApplicationContext, name: string): Promise<User> {
  const users = context.get(UsersRepository);
  const user = name === 'me' ? await users.findOwner() : await users.find(name);
  if (user) return user;
  throw new AppError(
    'not_found',
    'OWNER_UNKNOWN',
    name === 'me'
      ? 'This server has no owner yet. Its first start makes one.'
      : `There is no account ${name} here. Name an account’s id, or \`me\` for the owner of the server.`,
  );
}
