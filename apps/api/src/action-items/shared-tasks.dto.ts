import { ArrayMaxSize, ArrayMinSize, IsArray, IsNotEmpty, IsString, MaxLength } from 'class-validator';

export class ShareTasks {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  task_ids!: string[];
}

export class TaskLink {
  /** A page that anybody can open. */
  url!: string;
  token!: string;
}

export class SharedTaskView {
  description!: string;
  due_at!: Date | null;
}

export class SharedTasksView {
  /** First name. */
  sender_name!: string;
  tasks!: SharedTaskView[];
  count!: number;
}

export class AcceptSharedTasks {
  @IsString()
  @IsNotEmpty()
  @MaxLength(256)
  token!: string;
}

export class AcceptedTasks {
  /** Ids of the new tasks. */
  created!: string[];
  count!: number;
}
