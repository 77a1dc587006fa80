/** What one store found or did for an owner. */
export interface LifecycleReport {
  readonly store: string;
  readonly count: number;
}

/**
 * A store that can hold a user's data. Whatever can, must register: nothing may hold user data without it. Every deletion may run twice.
 *
 * The three methods of an owner are for what the owner's place in the layout does not show: documents below `users/{ownerId}`, blobs below
 * `audio/{ownerId}/` and search entries are found by the storage itself, so a collection below them leaves those methods out.
 */
export interface LifecycleParticipant {
  readonly store: string;
  /** Removes what belongs to one conversation; answers how much went. */
  deleteConversation?(ownerId: string, conversationId: string): Promise<number>;
  /** How much of that conversation is still there. */
  countConversation?(ownerId: string, conversationId: string): Promise<number>;
  /** Ends whatever could still write for an owner whose account is closed: live recordings, waiting work. */
  closeOwner?(ownerId: string): Promise<void>;
  /** Removes everything of an owner; answers how much went. */
  deleteOwner?(ownerId: string): Promise<number>;
  /** How much of the owner's is still there. */
  countOwner?(ownerId: string): Promise<number>;
}

/** Deletes through every store and afterwards proves that nothing is left. */
export class DataLifecycle {
  private readonly participants: LifecycleParticipant[] = [];

  /** @param scrub makes what was deleted unreadable on the medium too, where deleting alone leaves bytes behind */
  constructor(private readonly scrub: () => Promise<void> = () => Promise.resolve()) {}

  register(participant: LifecycleParticipant): void {
    this.participants.push(participant);
  }

  /** Nothing is readable on the disk either when this answers. */
  async deleteConversation(ownerId: string, conversationId: string): Promise<LifecycleReport[]> {
    const removed = await this.collect((participant) =>
      participant.deleteConversation?.(ownerId, conversationId),
    );
    // Only now: whichever participant came last has left bytes behind as well.
    await this.scrub();
    return removed;
  }

  /** Stores in which something of the conversation is still found; empty when deletion is proven. */
  async findConversation(ownerId: string, conversationId: string): Promise<LifecycleReport[]> {
    return found(
      await this.collect((participant) => participant.countConversation?.(ownerId, conversationId)),
    );
  }

  /** First ends what could write for the owner in this process, then empties every store. */
  async deleteOwner(ownerId: string): Promise<LifecycleReport[]> {
    for (const participant of this.participants) await participant.closeOwner?.(ownerId);
    const removed = await this.collect((participant) => participant.deleteOwner?.(ownerId));
    await this.scrub();
    return removed;
  }

  /** Stores in which something of the owner is still found; empty when deletion is proven. */
  async findOwner(ownerId: string): Promise<LifecycleReport[]> {
    return found(await this.collect((participant) => participant.countOwner?.(ownerId)));
  }

  private async collect(
    ask: (participant: LifecycleParticipant) => Promise<number> | undefined,
  ): Promise<LifecycleReport[]> {
    const reports: LifecycleReport[] = [];
    for (const participant of this.participants) {
      const count = await ask(participant);
      if (count !== undefined) reports.push({ store: participant.store, count });
    }
    return reports;
  }
}

function found(reports: readonly LifecycleReport[]): LifecycleReport[] {
  return reports.filter((report) => report.count > 0);
}
