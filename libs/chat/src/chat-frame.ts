import type { ResponseMessage } from '#libs/contracts';

/** A piece of an answer on its way to the client. One turn is any number of the first two, at most one `error`, then `done`. */
export type ChatFrame =
  /** What is being done, for a progress line. */
  | { readonly kind: 'think'; readonly text: string }
  /** More of the answer's text, to be appended. May hold markers like `[1]`. */
  | { readonly kind: 'data'; readonly text: string }
  /** The turn failed; `text` is a stable code. `done` still follows, with words for a person. */
  | { readonly kind: 'error'; readonly text: string }
  /** The answer as it is stored; replaces what was streamed. */
  | { readonly kind: 'done'; readonly message: ResponseMessage };

/** What nodes and tools may write while a turn runs. */
export type ProgressFrame = Extract<ChatFrame, { kind: 'think' | 'data' }>;
