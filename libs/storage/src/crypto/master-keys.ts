import { hkdfSync } from 'node:crypto';
import type { Clock } from '#libs/kernel';
import type { SecretFile } from './secret-file.js';

/** A master secret and its name. The name is made of the secret itself, so every process that holds it calls it the same. */
export interface MasterKey {
  /** Eight hexadecimal digits, in front of everything that was encrypted with it. */
  readonly id: string;
  readonly secret: Uint8Array;
}

/** Where master secrets come from. One that is given from outside is the newest; what the file holds besides is still read with. */
export interface MasterKeySources {
  readonly given: string | null;
  /** Oldest first: no longer written with, still read with. */
  readonly givenBefore: readonly string[];
  /** Null when nothing may be made here, because several machines must hold the same secret. */
  readonly file: SecretFile | null;
  readonly clock: Clock;
}

/** Every master secret this server knows. The newest encrypts; all decrypt. */
export class MasterKeys {
  private readonly byId: ReadonlyMap<string, MasterKey>;
  readonly current: MasterKey;

  /** @param secrets oldest first, at least one */
  constructor(secrets: readonly Uint8Array[]) {
    const keys = secrets.map((secret): MasterKey => ({ id: idOf(secret), secret }));
    this.current = keys.at(-1)!;
    this.byId = new Map(keys.map((key) => [key.id, key]));
  }

  /** Makes the first secret when there is none. Errors: `unavailable` SECRETS_UNREADABLE. */
  static async open({ given, givenBefore, file, clock }: MasterKeySources): Promise<MasterKeys> {
    if (file && given === null) await file.addMaster(clock.now(), { onlyFirst: true });
    const kept = file ? (await file.masters()).map(({ secret }) => secret) : [];
    const outside = given === null ? givenBefore : [...givenBefore, given];
    const fromOutside = outside.map((text) => Buffer.from(text));
    return new MasterKeys(given === null ? [...fromOutside, ...kept] : [...kept, ...fromOutside]);
  }

  find(id: string): MasterKey | undefined {
    return this.byId.get(id);
  }

  /** Whether there are others than the current one. */
  get hasOld(): boolean {
    return this.byId.size > 1;
  }

  /** A key for a purpose of the whole server, one for each master secret, the current one's first. */
  derived(purpose: string): [Uint8Array, ...Uint8Array[]] {
    const of = ({ secret }: MasterKey) => derive(secret, '', purpose, 32);
    const old = [...this.byId.values()].filter((key) => key !== this.current).reverse();
    return [of(this.current), ...old.map(of)];
  }
}

/** HKDF-SHA256. */
export function derive(secret: Uint8Array, salt: string, info: string, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, Buffer.from(salt), Buffer.from(info), bytes));
}

function idOf(secret: Uint8Array): string {
  return Buffer.from(derive(secret, '', 'mneme-key-id', 4)).toString('hex');
}
