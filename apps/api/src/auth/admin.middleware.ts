import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { IdentityProvider } from '#libs/accounts';
import { toAppError } from '#libs/kernel';
import { problemOf } from '../http/app-error.filter.js';
import { credentialFrom } from './credential.js';

/** Guards what is not a Nest route (Swagger UI and its files). Asks a browser for the token as a password. */
@Injectable()
export class AdminMiddleware implements NestMiddleware {
  constructor(private readonly identity: IdentityProvider) {}

  async use(request: Request, response: Response, next: NextFunction): Promise<void> {
    try {
      const user = await this.identity.verify(credentialFrom(request.headers.authorization, true));
      if (user.isAdmin) return next();
      response
        .status(403)
        .json({ detail: 'Only the person who runs this server may open this.', code: 'ADMIN_ONLY' });
    } catch (error) {
      const { status, body } = problemOf(toAppError(error));
      if (status === 401)
        response.setHeader('WWW-Authenticate', 'Basic realm="Mneme: any name, your token as password"');
      response.status(status).json(body);
    }
  }
}
