import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { OwnerBootstrap } from '#libs/accounts';
import { loadConfig } from '#libs/config';
import { AppEventBus } from '#libs/contracts';
import { Clock, SystemClock } from '#libs/kernel';
import { productModules } from '#libs/product';

/** Real time that can be moved to when a question is asked. */
export class MovableClock extends SystemClock {
  private offsetMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.offsetMs;
  }
  moveTo(epochMs: number): void {
    this.offsetMs = epochMs - super.nowMs();
  }
}

@Module({})
class FoundationForEvaluation {
  static with(clock: Clock): DynamicModule {
    return {
      module: FoundationForEvaluation,
      global: true,
      providers: [
        { provide: Clock, useValue: clock },
        { provide: AppEventBus, useValue: new AppEventBus() },
      ],
      exports: [Clock, AppEventBus],
    };
  }
}

@Module({})
class ProductForEvaluation {}

export interface EmbeddedProduct {
  readonly app: INestApplicationContext;
  readonly clock: MovableClock;
  readonly ownerId: string;
  readonly dispose: () => Promise<void>;
}

export interface ProductOptions {
  readonly owner: { readonly name: string; readonly timeZone: string };
  /** Variables such as `LLM_BASE_URL`. Nothing of this process's environment gets in by itself. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Everything but the doors (HTTP, sockets), on embedded storage in a temporary folder. */
export async function startEmbeddedProduct({ owner, env = {} }: ProductOptions): Promise<EmbeddedProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'mneme-embedded-'));
  const fixed = { DATA_DIR: dataDir, OWNER_NAME: owner.name, TIME_ZONE: owner.timeZone, LOG_LEVEL: 'silent' };
  const config = loadConfig({ ...env, ...fixed });
  const clock = new MovableClock();
  const imports = [
    FoundationForEvaluation.with(clock),
    ...productModules({ config, runsJobsOf: ['anywhere', 'capture-node'] }),
  ];
  const app = await NestFactory.createApplicationContext(
    { module: ProductForEvaluation, imports },
    { logger: false },
  );
  const { uid } = await app.get(OwnerBootstrap).ensureOwner();
  const dispose = async () => {
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { app, clock, ownerId: uid, dispose };
}
