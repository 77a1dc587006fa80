/** Items of many owners, taken in turns: one owner's thousand items hold another's one up by one of them. Each owner's stay in order. */
export class FairQueue<T> {
  private readonly lanes = new Map<string, T[]>();

  get isEmpty(): boolean {
    return this.lanes.size === 0;
  }

  push(ownerId: string, item: T): void {
    const lane = this.lanes.get(ownerId);
    if (lane) lane.push(item);
    else this.lanes.set(ownerId, [item]);
  }

  /** The first item of the owner whose turn it is; undefined when there is none. */
  next(): T | undefined {
    const [turn] = this.lanes;
    if (!turn) return undefined;
    const [ownerId, lane] = turn;
    const item = lane.shift();
    this.lanes.delete(ownerId);
    // Behind all others: a map keeps its keys in the order they came.
    if (lane.length > 0) this.lanes.set(ownerId, lane);
    return item;
  }
}
