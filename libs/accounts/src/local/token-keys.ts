import type { MasterKeys, SecretFile } from '#libs/storage';

const SECRET_NAME = 'token_key';
const PURPOSE = 'token-signing';

/** The keys that tokens of this installation are signed with. */
export abstract class TokenKeys {
  /** The first one signs, all of them verify. */
  abstract all(): Promise<readonly [Uint8Array, ...Uint8Array[]]>;
}

/** One key, made at first use, which never leaves the data folder. */
export class FiledTokenKeys extends TokenKeys {
  private key: Promise<Uint8Array> | undefined;

  constructor(private readonly secrets: SecretFile) {
    super();
  }

  /** A failure is not remembered, so that a repaired file is enough to go on. */
  override async all(): Promise<readonly [Uint8Array]> {
    this.key ??= this.secrets.secret(SECRET_NAME).catch((error: unknown) => {
      this.key = undefined;
      throw error;
    });
    return [await this.key];
  }
}

/** Derived from the master secrets, so that every process which shares those knows them; a token outlives a change of the secret. */
export class DerivedTokenKeys extends TokenKeys {
  constructor(private readonly masters: MasterKeys) {
    super();
  }

  override all(): Promise<readonly [Uint8Array, ...Uint8Array[]]> {
    return Promise.resolve(this.masters.derived(PURPOSE));
  }
}
