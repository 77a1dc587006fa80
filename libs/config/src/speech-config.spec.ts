import { describe, expect, it } from 'vitest';
import type { AppError } from '#libs/kernel';
import { loadConfig, type Environment } from './load-config.js';

const system = { timeZone: 'UTC', stdoutIsTty: false, workingDir: '/srv/mneme' };
const speechOf = (env: Environment) => loadConfig(env, system).speech;

function problemsOf(env: Environment): readonly string[] {
  try {
    speechOf(env);
    return [];
  } catch (error) {
    return (error as AppError).details['problems'] as string[];
  }
}

describe('who turns speech into text', () => {
  it('is this machine alone when nothing is set', () => {
    expect(speechOf({})).toMatchObject({ gate: 'active', providers: { order: ['local'] } });
  });

  it('is asked in the order in which it was named', () => {
    const { order, deepgram } = speechOf({
      SPEECH_PROVIDERS: 'deepgram, local',
      DEEPGRAM_API_KEY: 'dk',
      DEEPGRAM_URL: 'http://127.0.0.1:9000',
    }).providers;
    expect(order).toEqual(['deepgram', 'local']);
    expect(deepgram).toEqual({ apiKey: 'dk', url: 'http://127.0.0.1:9000', model: 'nova-3' });
  });

  it.each([
    ['deepgram', ['DEEPGRAM_API_KEY']],
    ['soniox', ['SONIOX_API_KEY']],
    ['speechmatics', ['SPEECHMATICS_API_KEY']],
    ['openai', ['OPENAI_SPEECH_URL', 'OPENAI_SPEECH_MODEL']],
    ['wyoming', ['WYOMING_URL']],
  ])('cannot be %s without %j', (name, needed) => {
    expect(problemsOf({ SPEECH_PROVIDERS: name })).toEqual(
      needed.map((variable) => `SPEECH_PROVIDERS names ${name}, which needs ${variable}.`),
    );
  });

  it.each(['deepgramm', 'local,local', 'local,', 'Local'])('is nobody called “%s”', (SPEECH_PROVIDERS) => {
    expect(problemsOf({ SPEECH_PROVIDERS })).toHaveLength(1);
  });

  it('gives no part of a key away', () => {
    const problems = problemsOf({ DEEPGRAM_API_KEY: 'hunter2 hunter3', WYOMING_URL: 'http://x' });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hunter');
  });
});
