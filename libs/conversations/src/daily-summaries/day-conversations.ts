import { Injectable } from '@nestjs/common';
import { OwnerProfile } from '#libs/accounts';
import { ConversationRepository } from '../store/conversation.repository.js';
import type { ConversationHead } from '../store/conversation-row.js';
import { boundsOf } from './summary-days.rules.js';

/** More conversations than a day has, unless somebody imports a year of them into one. */
const MAX_CONVERSATIONS = 100;

/** The conversations that count for a day on an owner's calendar. */
@Injectable()
export class DayConversations {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly profile: OwnerProfile,
  ) {}

  /** In order. */
  async of(ownerId: string, date: string): Promise<ConversationHead[]> {
    const { from, to } = boundsOf(date, await this.profile.timeZoneOf(ownerId));
    const found = await this.conversations.listHeads(ownerId, {
      statuses: ['completed'],
      includeDiscarded: false,
      startDate: from,
      endDate: to,
      limit: MAX_CONVERSATIONS,
      offset: 0,
    });
    return found.filter((head) => !head.is_locked).reverse();
  }

  /** Whether there is anything to sum up of a day so far. */
  async hasAny(ownerId: string, date: string): Promise<boolean> {
    return (await this.of(ownerId, date)).length > 0;
  }
}
