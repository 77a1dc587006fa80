import { Injectable } from '@nestjs/common';
import { CallMeter, type ModelCall } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import { modelUseCollection, type ModelUse, type ModelUseDay } from './usage-collections.js';
import {
  daysUpTo,
  featureOf,
  modelKey,
  NO_USE,
  plus,
  totalsOf,
  type UseByFeature,
} from './model-use.rules.js';

/** What an owner's tasks took of the chat model, by day, task and model: `users/{uid}/llm_usage/{YYYY-MM-DD}`. Counts only. */
@Injectable()
export class ModelUsage {
  private readonly days: Collection<ModelUseDay>;

  constructor(
    private readonly store: DocumentStore,
    private readonly clock: Clock,
  ) {
    this.days = new Collection(store, modelUseCollection);
  }

  /** Adds one call, in the transaction of whoever counts it elsewhere too. Reads before it writes. */
  async addIn(
    transaction: DocumentTransaction,
    ownerId: string,
    taskKey: string,
    call: ModelCall,
  ): Promise<() => void> {
    const now = this.clock.now();
    const date = now.toISOString().slice(0, 10);
    const days = this.days.within(transaction);
    const day = (await days.get(ownerId, date))?.data;
    const feature = featureOf(taskKey);
    const models = (day?.[feature] ?? {}) as Record<string, ModelUse>;
    const model = modelKey(call.model);
    const used = { ...models, [model]: plus(models[model] ?? NO_USE, call) };
    return () => days.merge(ownerId, date, { date, last_updated: now, [feature]: used });
  }

  async add(ownerId: string, taskKey: string, call: ModelCall): Promise<void> {
    await this.store.transaction(async (transaction) => {
      const write = await this.addIn(transaction, ownerId, taskKey, call);
      write();
    });
  }

  /** For what belongs to no conversation's processing: counted, not bounded. */
  meterOf(ownerId: string): CallMeter {
    return new OwnerMeter(this, ownerId);
  }

  /** Of today (UTC) and so many days before it, by feature. */
  async summary(ownerId: string, days: number): Promise<UseByFeature> {
    const found = await this.days.getMany(ownerId, daysUpTo(this.clock.now(), days));
    return totalsOf(found.flatMap((day) => (day ? [day.data] : [])));
  }
}

class OwnerMeter extends CallMeter {
  constructor(
    private readonly usage: ModelUsage,
    private readonly ownerId: string,
  ) {
    super();
  }

  override admit(): Promise<boolean> {
    return Promise.resolve(true);
  }

  override spent(taskKey: string, call: ModelCall): Promise<void> {
    return this.usage.add(this.ownerId, taskKey, call);
  }
}
