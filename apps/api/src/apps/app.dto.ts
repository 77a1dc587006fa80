import { IsArray, IsIn, IsNotEmpty, IsOptional, IsString, MaxLength } from 'class-validator';
import {
  APP_CAPABILITIES,
  APP_CATEGORIES,
  AppCard,
  type AppCapability,
  type AppCategory,
} from '#libs/contracts';

const MAX_NAME = 100;
const MAX_DESCRIPTION = 1_000;
/** About 1,000 tokens of English: it goes into the prompt beside the conversation. */
const MAX_PROMPT = 4_000;

/** What `app_data` of a form holds, as JSON. What else clients send about an app is ignored. */
export class NewApp {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_NAME)
  name!: string;

  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description!: string;

  @IsOptional()
  @IsIn(APP_CATEGORIES)
  category?: AppCategory | null;

  /** Summaries are all that apps can do yet. */
  @IsArray()
  @IsIn(APP_CAPABILITIES, { each: true })
  capabilities!: AppCapability[];

  /** What it asks of a conversation. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PROMPT)
  memory_prompt!: string;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  author?: string | null;
}

/** What to change; what is left out or null stays. */
export class ChangedApp {
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_NAME)
  name?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_DESCRIPTION)
  description?: string | null;

  @IsOptional()
  @IsIn(APP_CATEGORIES)
  category?: AppCategory | null;

  @IsOptional()
  @IsArray()
  @IsIn(APP_CAPABILITIES, { each: true })
  capabilities?: AppCapability[] | null;

  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PROMPT)
  memory_prompt?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(MAX_NAME)
  author?: string | null;
}

export class AppForm {
  /** `NewApp` or `ChangedApp` as JSON. */
  @IsString()
  app_data!: string;
}

export class AppQuery {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  app_id!: string;
}

export class PreferredAppQuery {
  /** Empty: none. */
  @IsString()
  @MaxLength(200)
  app_id!: string;
}

export class PreferredAppSet {
  /** Always `ok`. */
  status!: string;
  message!: string;
}

export class AppCreated {
  /** Always `ok`. */
  status!: string;
  app_id!: string;
}

export class SuggestedApps {
  conversation_id!: string;
  /** The best first. */
  suggested_apps!: AppCard[];
}

export class TryPrompt {
  @IsString()
  @IsNotEmpty()
  @MaxLength(MAX_PROMPT)
  prompt!: string;
}

export class PromptSummary {
  summary!: string;
}
