import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, it } from 'vitest';
import { tokenBound } from './token-bound.js';

/** Everyday speech, as recognizers write it. */
const SPEECH = {
  English:
    'Okay, so the budget review is on Thursday at three in the small conference room, and I will bring the packaging invoices, right? Yes, thanks.',
  German:
    'Ich habe heute den Zahnarzttermin verschoben, wir treffen uns also am Donnerstagnachmittag um halb vier in der Geschäftsstelle. Passt dir das?',
  French:
    'On se retrouve demain matin au bureau pour parler du contrat, et après on déjeune avec les collègues, d’accord ?',
  Spanish:
    'Mañana tengo que llamar a mi hermana antes de la comida porque el médico le cambió la cita al jueves.',
  Polish:
    'Jutro rano muszę zadzwonić do przychodni, żeby przełożyć wizytę na przyszły tydzień, jeśli się uda.',
  Turkish: 'Yarın sabah toplantıdan önce sözleşmeyi gözden geçirmem gerekiyor, sonra sana haber veririm.',
  Russian: 'Завтра утром мне нужно позвонить врачу и перенести приём на следующий четверг, если получится.',
  Japanese: '明日の朝十時に会議がありますので、資料を忘れずに送ってください。よろしくお願いします。',
  Chinese: '明天早上十点我们有个会议，请不要忘记把资料发给大家，谢谢。',
  Korean: '내일 아침 열 시에 회의가 있으니까 자료를 잊지 말고 보내 주세요. 감사합니다.',
} as const;
const VOCABULARIES = { cl100k: new Tiktoken(cl100k), o200k: new Tiktoken(o200k) };

describe('the bound on the tokens of a text', () => {
  it.each(Object.entries(SPEECH))('is not less than what %s has, and less than three times it', (_, text) => {
    const counts = Object.values(VOCABULARIES).map((vocabulary) => vocabulary.encode(text).length);
    expect(tokenBound(text)).toBeGreaterThanOrEqual(Math.max(...counts));
    expect(tokenBound(text)).toBeLessThan(3 * Math.max(...counts));
  });

  it('is nothing for nothing, and no more for both halves than for the whole', () => {
    expect(tokenBound('')).toBe(0);
    const text = SPEECH.German;
    const halves = tokenBound(text.slice(0, 50)) + tokenBound(text.slice(50));
    expect(Math.abs(halves - tokenBound(text))).toBeLessThanOrEqual(1);
  });
});
