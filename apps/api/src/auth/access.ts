import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AppError } from '#libs/kernel';
import type { AuthenticatedUser } from '#libs/accounts';

/** Who a route is for. Without one of the decorators below: for a signed-in user. */
export type Access = 'public' | 'admin';
export const ACCESS = 'mneme:access';

/** Anyone may call it; it must give nothing private away. */
export const Public = () => SetMetadata(ACCESS, 'public' satisfies Access);

/** For the person who runs the server. */
export const AdminOnly = () => SetMetadata(ACCESS, 'admin' satisfies Access);

export interface AuthenticatedRequest extends Request {
  user?: AuthenticatedUser;
}

/** Who sent a request, by its verified credential and nothing else. */
export function signedIn({ user }: AuthenticatedRequest): AuthenticatedUser {
  if (user) return user;
  throw new AppError('bug', 'OWNER_UNKNOWN', 'A route asked for its owner without signing anyone in.');
}

/** The id of the signed-in user: the only identity that a controller ever hands on. */
export const OwnerId = createParamDecorator(
  (_: unknown, context: ExecutionContext): string =>
    signedIn(context.switchToHttp().getRequest<AuthenticatedRequest>()).uid,
);
