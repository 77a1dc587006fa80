/** One run of the pipeline over one conversation. */
export interface PipelineRun {
  readonly ownerId: string;
  readonly conversationId: string;
  readonly revision: number;
}

/** Proof that a stage of a conversation's revision is done, with what it gave. */
export interface Receipt {
  stage: string;
  revision: number;
  output: unknown;
  completed_at: Date;
}

export function receiptId(revision: number, stage: string): string {
  return `${revision}:${stage}`;
}
