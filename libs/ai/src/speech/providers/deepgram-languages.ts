import type { SpeechOptions } from '../../ports/speech-to-text.js';
import { isAnyLanguage, primaryLanguage } from '../language-support.js';

/** Languages that nova-3 has a model of its own for. developers.deepgram.com/docs/models-languages-overview, November 2026. */
const NOVA_3 =
  'be bg bn bs ca cs da de el en es et fi fr gu hi hr hu id it ja kn ko lt lv mk mr ms nl no pl pt ro ru sk sl sr sv ta te tl tr uk vi zh';
/** Languages that nova-3 knows only as one of many. developers.deepgram.com/docs/nova-3-language-prompting, November 2026. */
const NOVA_3_AS_HINT = 'af ar fa gl he th xh zu';
const NOVA_2 =
  'bg ca cs da de el en es et fi fr hi hu id it ja ko lt lv ms nl no pl pt ro ru sk sv th tr uk vi zh';
/** Regions that have a model of their own; any other is left out of the request. */
const REGIONS = new Set(
  'da-dk de-ch en-au en-gb en-in en-nz en-us es-419 fr-ca gu-in ko-kr nl-be pt-br pt-pt sv-se zh-cn zh-hans zh-hant zh-tw'.split(
    ' ',
  ),
);

/** What a Deepgram model understands. */
export interface DeepgramLanguages {
  /** ISO 639-1, or `*` for a model that this table does not know. */
  readonly all: readonly string[];
  /** Those that it understands only when it may hear any. */
  readonly asHint: readonly string[];
  /** Whether it understands `multi`. */
  readonly multilingual: boolean;
  /** Whether languages may be hinted at with `multi`. */
  readonly hints: boolean;
}

export function deepgramLanguages(model: string): DeepgramLanguages {
  if (/^nova-3(-general)?$/.test(model)) {
    const asHint = NOVA_3_AS_HINT.split(' ');
    return { all: [...NOVA_3.split(' '), ...asHint], asHint, multilingual: true, hints: true };
  }
  if (/^nova-2(-general)?$/.test(model)) {
    return { all: NOVA_2.split(' '), asHint: [], multilingual: true, hints: false };
  }
  return { all: ['*'], asHint: [], multilingual: /^nova-3/.test(model), hints: false };
}

/** The `language` and `language_hint` parameters for what a stream will hold. */
export function deepgramLanguage(
  options: Pick<SpeechOptions, 'language' | 'languages'>,
  model: DeepgramLanguages,
): { language: string; hints: readonly string[] } {
  const primary = primaryLanguage(options.language);
  if (model.asHint.includes(primary)) return { language: 'multi', hints: [primary] };
  if (!isAnyLanguage(options.language)) return { language: withKnownRegion(options.language), hints: [] };
  const expected = (options.languages ?? []).map(primaryLanguage).filter((code) => model.all.includes(code));
  if (model.multilingual) return { language: 'multi', hints: model.hints ? expected : [] };
  return { language: options.languages?.[0] ?? 'en', hints: [] };
}

function withKnownRegion(language: string): string {
  return REGIONS.has(language.toLowerCase()) ? language : primaryLanguage(language);
}
