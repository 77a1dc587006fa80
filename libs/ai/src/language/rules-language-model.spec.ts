import { expect, it } from 'vitest';
import { SystemClock } from '#libs/kernel';
import { failuresOf, runContract } from '#libs/kernel/testing';
import { Metrics, SilentLog } from '#libs/observability';
import { languageModelContract } from '../testing/language-model.contract.js';
import { LanguageModel, type LanguageTask, type TaskAnswer } from './language-task.js';
import { InlineRules, PooledRules, type RuleRunner } from './rule-runner.js';
import { RulesLanguageModel } from './rules-language-model.js';
import { TaskJournal } from './task-journal.js';

const modelOver = (rules: RuleRunner) =>
  new RulesLanguageModel(rules, new SystemClock(), new TaskJournal(new Metrics(), new SilentLog()));

runContract(
  languageModelContract({
    name: 'rules in worker threads',
    create: () => {
      const rules = new PooledRules();
      return { subject: modelOver(rules), dispose: () => rules.onApplicationShutdown() };
    },
  }),
);

runContract(
  languageModelContract({
    name: 'rules in the calling thread',
    create: () => ({ subject: modelOver(new InlineRules()), dispose: () => undefined }),
  }),
);

/** Forgets the refinement and the caller's signal, and blames the model. */
class CarelessLanguageModel extends LanguageModel {
  override readonly available = false;
  override readonly seesImages = false;
  override readonly contextTokens = null;
  override async run<Input, Output>(
    task: LanguageTask<Input, Output>,
    input: Input,
  ): Promise<TaskAnswer<Output>> {
    const output = (await new InlineRules().run(task.rules, input)) as Output;
    return { output, answeredBy: 'model' };
  }
}

it('the contract fails for a language model that is careless', async () => {
  const failures = await failuresOf(
    languageModelContract({
      name: 'careless',
      create: () => ({ subject: new CarelessLanguageModel(), dispose: () => undefined }),
    }),
  );
  expect(failures).toEqual([
    'says truly who answered',
    'answers by the rules when the model fails',
    'refines the answer, whoever gave it',
    'rejects with the reason of the caller who gave up',
  ]);
});

it('a rule module that does not exist is a bug of ours, named by a stable code', async () => {
  const rules = new PooledRules();
  const missing = { module: new URL('file:///nowhere/absent.rules.js'), export: 'answer' };
  await expect(rules.run(missing, {})).rejects.toMatchObject({ kind: 'bug', code: 'RULES_FAILED' });
  await rules.onApplicationShutdown();
});
