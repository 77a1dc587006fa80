import { Injectable } from '@nestjs/common';
import { errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { AppError, Clock, newId } from '#libs/kernel';
import { IdentityProvider, type AuthenticatedUser } from '../identity-provider.js';
import { UsersRepository } from '../users.repository.js';
import { SecretFile } from './secret-file.js';

const ALGORITHM = 'HS256';
const ISSUER = 'mneme';
const SECRET_NAME = 'token_key';

export interface TokenOptions {
  /** Without it the token is good until the server's key is replaced, as a device needs it. */
  readonly ttlMs?: number;
}

/** Accounts of this server alone: tokens that it signs with a key which never leaves its data folder. */
@Injectable()
export class LocalIdentityProvider extends IdentityProvider {
  private key: Promise<Uint8Array> | undefined;

  constructor(
    private readonly secrets: SecretFile,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  async issueToken(uid: string, options: TokenOptions = {}): Promise<string> {
    const token = new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setSubject(uid)
      .setIssuer(ISSUER)
      .setJti(newId())
      .setIssuedAt(this.clock.now());
    if (options.ttlMs !== undefined) {
      token.setExpirationTime(new Date(this.clock.nowMs() + options.ttlMs));
    }
    return token.sign(await this.signingKey());
  }

  override async verify(credential: string): Promise<AuthenticatedUser> {
    if (credential.trim() === '') throw refuse('TOKEN_MISSING', 'Sign in: the request carries no token.');
    const uid = await this.subjectOf(credential.trim());
    const user = await this.users.find(uid);
    if (!user) throw refuse('USER_UNKNOWN', 'The account of this token does not exist any more.');
    return { uid, isAdmin: user.is_admin };
  }

  private async subjectOf(token: string): Promise<string> {
    const key = await this.signingKey();
    let claims: JWTPayload;
    try {
      const verified = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        currentDate: this.clock.now(),
      });
      claims = verified.payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw refuse('TOKEN_EXPIRED', 'The token has expired: sign in again.');
      }
      throw invalidToken();
    }
    if (!claims.sub) throw invalidToken();
    return claims.sub;
  }

  /** A failure is not remembered, so that a repaired file is enough to go on. */
  private signingKey(): Promise<Uint8Array> {
    this.key ??= this.secrets.secret(SECRET_NAME).catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return this.key;
  }
}

function invalidToken(): AppError {
  return refuse('TOKEN_INVALID', 'The token was not issued by this server: sign in again.');
}

function refuse(code: string, message: string): AppError {
  return new AppError('unauthenticated', code, message);
}
