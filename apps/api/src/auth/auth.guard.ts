import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { IdentityProvider } from '#libs/accounts';
import { AppError } from '#libs/kernel';
import { ACCESS, type Access, type AuthenticatedRequest } from './access.js';
import { credentialFrom } from './credential.js';

/** Signs in every request to a route that is not marked public. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const access = this.reflector.getAllAndOverride<Access | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === 'public') return true;
    const request = context.switchToHttp().getRequest<AuthenticatedRequest>();
    request.user = await this.identity.verify(
      credentialFrom(request.headers.authorization, access === 'admin'),
    );
    if (access === 'admin' && !request.user.isAdmin) {
      throw new AppError('forbidden', 'ADMIN_ONLY', 'Only the person who runs this server may open this.');
    }
    return true;
  }
}
