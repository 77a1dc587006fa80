import { IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class NameTopic {
  /** A line each, `name: words` where several speak. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(100_000)
  transcript!: string;
}

export class TopicView {
  title!: string;
  emoji!: string;
}

export class SpeakerAnalytics {
  speaker!: string;
  speaker_id!: number;
  is_user!: boolean;
  person_id!: string | null;
  talk_time_seconds!: number;
  word_count!: number;
  words_per_minute!: number;
}

export class ConversationAnalytics {
  conversation_id!: string;
  /** Who talked longest first. */
  speakers!: SpeakerAnalytics[];
  total_talk_time_seconds!: number;
  total_word_count!: number;
  words_per_minute!: number;
}
