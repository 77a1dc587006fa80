import { Type } from 'class-transformer';
import { IsBoolean, IsDate, IsNotEmpty, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';
import type { TaskConnectionView } from '#libs/conversations';

/** How to reach a CalDAV server. */
export class ConnectTaskIntegration {
  @IsOptional()
  @IsBoolean()
  connected?: boolean;

  /** Address of the server, or of a list there. */
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2_000)
  url!: string;

  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  username!: string;

  /** Stored encrypted, never sent back. Better one for this purpose alone. */
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  password!: string;

  /** Address or name of the list; without it the first that can hold tasks. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  list_id?: string;
}

/** A task for that service alone. */
export class CreateRemoteTask {
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  title!: string;

  @IsOptional()
  @IsString()
  @MaxLength(4_096)
  description?: string | null;

  @IsOptional()
  @Type(() => Date)
  @IsDate()
  due_date?: Date | null;
}

export class RemoteTaskCreated {
  success!: boolean;
  external_task_id!: string | null;
  /** For a person: why it is not there. */
  error!: string | null;
}

export class TaskIntegration {
  /** Whether tasks are copied there. */
  connected!: boolean;
  url!: string;
  username!: string;
  list_id!: string;
  list_name!: string;
  connected_at!: Date;
  /** Why it does not work at the moment: a code. Null: it does. */
  failure_code!: string | null;
}

export class TaskIntegrations {
  /** By name of the service. */
  integrations!: Record<string, TaskIntegration>;
  default_app!: string | null;
}

export class DefaultTaskIntegration {
  default_app!: string | null;
}

export class ChooseDefaultTaskIntegration {
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  app_key!: string;
}

export class TaskIntegrationConnected {
  /** Always `ok`. */
  status!: string;
  app_key!: string;
}

/** As it is sent: never with the password. */
export function toIntegration(view: TaskConnectionView): TaskIntegration {
  return {
    connected: true,
    url: view.url,
    username: view.username,
    list_id: view.listUrl,
    list_name: view.listName,
    connected_at: view.connectedAt,
    failure_code: view.failureCode,
  };
}
