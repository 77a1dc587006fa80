import { expect } from 'vitest';
import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { LanguageModel } from '../language/language-task.js';
import { countingTask, MOST_WORDS } from './counting-task.js';

/**
 * What everyone who runs a LanguageTask relies on. A subject with a chat model behind it must have one that answers `countingTask`
 * rightly, and that fails whenever the text contains "outage".
 */
export const languageModelContract = (options: ContractOptions<LanguageModel>): Contract =>
  contractOf<LanguageModel>('LanguageModel', options, {
    'answers a task': async (model) => {
      expect((await model.run(countingTask, { text: 'one two three' })).output).toEqual({ words: 3 });
    },
    'says truly who answered': async (model) => {
      const { answeredBy } = await model.run(countingTask, { text: 'one two three' });
      expect(answeredBy).toBe(model.available ? 'model' : 'rules');
    },
    'answers by the rules when the model fails': async (model) => {
      const answer = await model.run(countingTask, { text: 'during an outage' });
      expect(answer).toEqual({ output: { words: 3 }, answeredBy: 'rules' });
    },
    'refines the answer, whoever gave it': async (model) => {
      const words = 'word '.repeat(MOST_WORDS + 3);
      expect((await model.run(countingTask, { text: words })).output).toEqual({ words: MOST_WORDS });
      expect((await model.run(countingTask, { text: `outage ${words}` })).output).toEqual({
        words: MOST_WORDS,
      });
    },
    'passes on what the rules throw': async (model) => {
      await expect(model.run(countingTask, { text: 'outage', fail: true })).rejects.toMatchObject({
        name: 'AppError',
        kind: 'invalid',
        code: 'NOTHING_TO_COUNT',
        details: { field: 'text' },
      });
    },
    'rejects with the reason of the caller who gave up': async (model) => {
      const reason = new Error('The caller left.');
      await expect(model.run(countingTask, { text: 'one' }, AbortSignal.abort(reason))).rejects.toBe(reason);
    },
    'runs many tasks at once without mixing them up': async (model) => {
      const counts = [1, 2, 3, 4, 5];
      const answers = await Promise.all(
        counts.map((count) => model.run(countingTask, { text: 'word '.repeat(count) })),
      );
      expect(answers.map(({ output }) => output.words)).toEqual(counts);
    },
  });
