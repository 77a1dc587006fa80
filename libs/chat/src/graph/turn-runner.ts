import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModelUsage } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import { Clock, toAppError, type AppError } from '#libs/kernel';
import type { ProgressFrame } from '../chat-frame.js';
import { withHeartbeat } from '../with-heartbeat.js';
import { AgentModel } from './agent-model.js';
import { CHAT_LIMITS } from './chat-limits.js';
import type { ChatStateValues, FinalAnswer } from './chat-state.js';
import type { ChatTurn } from './chat-turn.js';

/** What a turn came to. `ended` is `cut` when the time was up or the client left; what was streamed by then is the answer. */
export interface TurnResult {
  readonly answer: FinalAnswer;
  readonly answeredBy: 'model' | 'extractive';
  readonly usedTools: boolean;
  readonly ended: 'answered' | 'cut' | 'failed';
  readonly error?: AppError;
}

const STILL_AT_IT: ProgressFrame = { kind: 'think', text: 'Still working on it' };
/** Steps of the graph; its own limits end a turn long before. */
const RECURSION_LIMIT = 2 * CHAT_LIMITS.modelTurns + 10;

/** With the 500 modules that graphs are made with, which a program that only knows of the chat does without. */
const loadGraphs = () => import('./chat.graph.js');

/** Runs the graph for one turn within the limits of time. */
@Injectable()
export class TurnRunner implements OnModuleInit {
  constructor(
    private readonly model: AgentModel,
    private readonly language: LanguageModel,
    private readonly usage: ModelUsage,
    private readonly clock: Clock,
  ) {}

  /** A server has them before it listens, because loading takes 0.2 s. */
  async onModuleInit(): Promise<void> {
    await loadGraphs();
  }

  /** Yields what the client sees on the way and returns what it came to. Never throws. */
  async *run(turn: ChatTurn, signal: AbortSignal): AsyncGenerator<ProgressFrame, TurnResult> {
    const timeUp = new AbortController();
    const cancel = this.clock.after(CHAT_LIMITS.turnMs, () => timeUp.abort());
    const either = AbortSignal.any([signal, timeUp.signal]);
    const progress = new TurnProgress(turn);
    try {
      const events = this.events(turn, either, progress);
      for await (const frame of withHeartbeat(events, STILL_AT_IT, CHAT_LIMITS.heartbeatMs, this.clock)) {
        if (frame.kind === 'data') progress.streamed += frame.text;
        yield frame;
      }
      return progress.result('answered');
    } catch (error) {
      return either.aborted ? progress.result('cut') : progress.result('failed', toAppError(error));
    } finally {
      cancel();
    }
  }

  private async *events(
    turn: ChatTurn,
    signal: AbortSignal,
    progress: TurnProgress,
  ): AsyncGenerator<ProgressFrame> {
    const { buildChatGraph } = await loadGraphs();
    const graph = buildChatGraph(turn, {
      model: this.model,
      language: this.language,
      meter: this.usage.meterOf(turn.ownerId),
    });
    const options = {
      streamMode: ['custom', 'values'] as ['custom', 'values'],
      signal,
      recursionLimit: RECURSION_LIMIT,
    };
    for await (const [mode, chunk] of await graph.stream({}, options)) {
      if (mode === 'custom') yield chunk as ProgressFrame;
      else progress.state = chunk as ChatStateValues;
    }
  }
}

/** What is known of a turn while it runs. */
class TurnProgress {
  streamed = '';
  state: ChatStateValues | undefined;

  constructor(private readonly turn: ChatTurn) {}

  result(ended: TurnResult['ended'], error?: AppError): TurnResult {
    return {
      // A turn that was cut never came to `finalize`: what was streamed is finalized here.
      answer: this.state?.final ?? this.turn.citations.resolve(this.streamed),
      answeredBy: this.state?.answeredBy ?? 'extractive',
      usedTools: this.state !== undefined && this.state.path !== 'simple',
      ended,
      ...(error ? { error } : {}),
    };
  }
}
