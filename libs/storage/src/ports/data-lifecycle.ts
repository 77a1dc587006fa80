/** What one store found or did for an owner. */
export interface LifecycleReport {
  readonly store: string;
  readonly count: number;
}

/** A store that can hold a user's data. Whatever can, must register: nothing may hold user data without it. */
export interface LifecycleParticipant {
  readonly store: string;
  /** Removes what belongs to one conversation; answers how much went. Running it twice is fine. */
  deleteConversation(ownerId: string, conversationId: string): Promise<number>;
  /** How much of that conversation is still there. */
  countConversation(ownerId: string, conversationId: string): Promise<number>;
  /** Removes everything of an owner; answers how much went. Running it twice is fine. */
  deleteOwner(ownerId: string): Promise<number>;
  /** How much of the owner's is still there. */
  countOwner(ownerId: string): Promise<number>;
}

/** Deletes through every store and afterwards proves that nothing is left. Whole-account deletion and export come with their own issue. */
export class DataLifecycle {
  private readonly participants: LifecycleParticipant[] = [];

  register(participant: LifecycleParticipant): void {
    this.participants.push(participant);
  }

  async deleteConversation(ownerId: string, conversationId: string): Promise<LifecycleReport[]> {
    return this.collect((participant) => participant.deleteConversation(ownerId, conversationId));
  }

  /** Stores in which something of the conversation is still found; empty when deletion is proven. */
  async findConversation(ownerId: string, conversationId: string): Promise<LifecycleReport[]> {
    const reports = await this.collect((participant) =>
      participant.countConversation(ownerId, conversationId),
    );
    return reports.filter((report) => report.count > 0);
  }

  private async collect(
    ask: (participant: LifecycleParticipant) => Promise<number>,
  ): Promise<LifecycleReport[]> {
    const reports: LifecycleReport[] = [];
    for (const participant of this.participants) {
      reports.push({ store: participant.store, count: await ask(participant) });
    }
    return reports;
  }
}
