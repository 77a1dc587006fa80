import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { SpeakerCorrections } from './speaker-corrections.js';
import { VoicePrints } from './voice-prints.js';

/** Tells `DataLifecycle` what was learned from a conversation; all of an owner's lies where the storage itself finds it. */
@Injectable()
export class VoiceParticipants implements OnModuleInit {
  constructor(
    private readonly prints: VoicePrints,
    private readonly corrections: SpeakerCorrections,
    private readonly lifecycle: DataLifecycle,
  ) {}

  onModuleInit(): void {
    this.lifecycle.register({
      store: 'voice prints',
      deleteConversation: (ownerId, id) => this.prints.deleteWhere(ownerId, 'conversation_id', id),
      countConversation: async (ownerId, id) => (await this.prints.ofConversation(ownerId, id)).length,
    });
    this.lifecycle.register({
      store: 'speaker corrections',
      deleteConversation: (ownerId, id) => this.corrections.deleteOfConversation(ownerId, id),
      countConversation: (ownerId, id) => this.corrections.countOfConversation(ownerId, id),
    });
  }
}
