import type { SpeechCapabilities, SpeechOptions } from '../../ports/speech-to-text.js';
import { postForm, type PostAnswer } from './http-post.js';
import { singleLanguageOf } from './language-names.js';
import { readAnswer } from './openai-answer.js';
import { failureOfStatus, providerAway, retryAfterMsOf, type AwayReason } from './provider-failures.js';
import { isThisMachine } from './this-machine.js';
import { UtteranceSpeechToText, type UtteranceProviderOptions } from './utterance-speech-to-text.js';
import type { WrittenUtterance } from './utterance-stream.js';
import { isEcho, vocabularyPrompt } from './vocabulary-prompt.js';
import { wavFile } from './wav-file.js';

export interface OpenAiSpeechOptions extends UtteranceProviderOptions {
  /** Up to and including `/v1`. */
  readonly url: string;
  readonly apiKey: string | null;
  readonly model: string;
}

/** An answer to 12 s of sound with all its segments and words takes some 10 KB. */
const MAX_ANSWER_BYTES = 1_000_000;
/** Statuses with which servers turn down a response format that they do not know. */
const FORMAT_REFUSALS: ReadonlySet<number> = new Set([400, 415, 422, 501]);

/** Any server with OpenAI's `/audio/transcriptions`: OpenAI's own, speaches, whisper.cpp, vLLM, LocalAI, Groq. */
export class OpenAiSpeechToText extends UtteranceSpeechToText {
  override readonly name = 'openai';
  private readonly endpoint: string;
  private readonly isRemote: boolean;
  /** Until the server refuses `verbose_json`, as OpenAI's own newer models do. */
  private asksForWords = true;

  constructor(private readonly options: OpenAiSpeechOptions) {
    super(options);
    this.endpoint = `${options.url.replace(/\/+$/, '')}/audio/transcriptions`;
    this.isRemote = !isThisMachine(new URL(options.url).hostname);
  }

  override get capabilities(): SpeechCapabilities {
    return {
      partialResults: false,
      diarization: false,
      wordTimes: this.asksForWords,
      languages: ['*'],
      multilingual: true,
      keyterms: true,
      remote: this.isRemote,
    };
  }

  protected override async write(
    samples: Int16Array,
    { language, languages = [], keyterms }: SpeechOptions,
    signal: AbortSignal,
  ): Promise<WrittenUtterance> {
    const file = new Blob([wavFile(samples)], { type: 'audio/wav' });
    const prompt = vocabularyPrompt(keyterms);
    const single = singleLanguageOf(language, languages);
    const written = await this.transcribed({ file, prompt, language: single }, signal);
    if (isEcho(written.text, prompt)) return { text: '' };
    // A server repeats the language that it was told; that is nothing it found out.
    if (single !== undefined) return { ...written, language: undefined };
    const isExpected = languages.length === 0 || languages.includes(written.language ?? languages[0]!);
    if (isExpected) return written;
    // Whisper takes short utterances for languages that nobody here speaks.
    const again = await this.transcribed({ file, prompt, language: languages[0] }, signal);
    return { ...again, language: undefined };
  }

  private async transcribed(request: TranscriptionRequest, signal: AbortSignal): Promise<WrittenUtterance> {
    const asksForWords = this.asksForWords;
    const answer = await this.post(this.formOf(request, asksForWords), signal);
    if (!asksForWords || !FORMAT_REFUSALS.has(answer.status)) return this.read(answer);
    const plain = this.read(await this.post(this.formOf(request, false), signal));
    this.asksForWords = false;
    return plain;
  }

  private formOf({ file, language, prompt }: TranscriptionRequest, asksForWords: boolean): FormData {
    const form = new FormData();
    form.set('file', file, 'utterance.wav');
    form.set('model', this.options.model);
    form.set('temperature', '0');
    if (language !== undefined) form.set('language', language);
    if (prompt !== undefined) form.set('prompt', prompt);
    form.set('response_format', asksForWords ? 'verbose_json' : 'json');
    if (!asksForWords) return form;
    form.append('timestamp_granularities[]', 'word');
    // Says how likely it is that nobody spoke.
    form.append('timestamp_granularities[]', 'segment');
    return form;
  }

  private async post(form: FormData, signal: AbortSignal): Promise<PostAnswer> {
    const { apiKey } = this.options;
    const headers: Record<string, string> = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
    try {
      return await postForm({
        url: this.endpoint,
        headers,
        form,
        signal,
        maxAnswerBytes: MAX_ANSWER_BYTES,
      });
    } catch (error) {
      throw signal.aborted ? error : providerAway(this.name, reasonOf(error));
    }
  }

  private read({ status, retryAfter, body }: PostAnswer): WrittenUtterance {
    if (status < 200 || status > 299) {
      throw failureOfStatus(this.name, status, retryAfterMsOf(retryAfter, this.options.clock.nowMs()));
    }
    const written = readAnswer(body);
    if (!written) throw providerAway(this.name, 'nonsense');
    return written;
  }
}

/** A connection that broke off has done something before; all else is a server that is not there. */
function reasonOf(error: unknown): AwayReason {
  return (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? 'closed' : 'unreachable';
}

interface TranscriptionRequest {
  readonly file: Blob;
  /** ISO 639-1; the server finds out when it is undefined. */
  readonly language: string | undefined;
  readonly prompt: string | undefined;
}
