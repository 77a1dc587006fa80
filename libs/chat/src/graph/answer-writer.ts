import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { ProgressFrame } from '../chat-frame.js';

/** Streams an answer's text out of a node and keeps what was streamed, so that nothing shown is ever missing from what is stored. */
export class AnswerWriter {
  private written = '';

  constructor(private readonly config: LangGraphRunnableConfig) {}

  get text(): string {
    return this.written;
  }

  readonly write = (text: string): void => {
    this.written += text;
    this.emit({ kind: 'data', text });
  };

  think(text: string): void {
    this.emit({ kind: 'think', text });
  }

  private emit(frame: ProgressFrame): void {
    this.config.writer?.(frame);
  }
}
