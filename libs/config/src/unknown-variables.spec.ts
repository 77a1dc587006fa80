import { describe, expect, it } from 'vitest';
import { editDistance, unknownVariableProblems } from './unknown-variables.js';
import { variables } from './variables.js';

const problems = (...set: string[]) => unknownVariableProblems(set, Object.keys(variables));

describe('unknownVariableProblems', () => {
  it('asks whether a similar variable was meant', () => {
    expect(problems('DATADIR', 'PROT')).toEqual([
      'DATADIR is not a variable of Mneme. Did you mean DATA_DIR?',
      'PROT is not a variable of Mneme. Did you mean PORT?',
    ]);
  });

  it('names every unknown variable with the prefix of Mneme', () => {
    expect(problems('MNEME_COLOUR')).toEqual(['MNEME_COLOUR is not a variable of Mneme. Remove it.']);
    expect(problems('MNEME_MODEL_DIR')).toEqual([
      'MNEME_MODEL_DIR is not a variable of Mneme. Did you mean MNEME_MODELS_DIR?',
    ]);
  });

  it('leaves a similar name to other programs when the variable itself is set', () => {
    expect(problems('LOGLEVEL', 'LOG_LEVEL')).toEqual([]);
  });

  it('says nothing about what every shell, container and test run sets', () => {
    const ordinary = [
      'HOME',
      'PATH',
      'PWD',
      'LANG',
      'TERM',
      'SHELL',
      'USER',
      'HOSTNAME',
      'TZ',
      'EDITOR',
      'SHLVL',
      'CI',
    ];
    const serviceLinks = [
      'MNEME_SERVICE_HOST',
      'MNEME_SERVICE_PORT_HTTP',
      'MNEME_PORT',
      'MNEME_PORT_8088_TCP_ADDR',
    ];
    expect(problems(...ordinary, ...serviceLinks, 'MNEME_TEST_DATA')).toEqual([]);
  });
});

describe('editDistance', () => {
  it.each([
    ['PORT', 'PORT', 0],
    ['PORT', 'PORTS', 1],
    ['PROT', 'PORT', 1],
    ['TIMEZONE', 'TIME_ZONE', 1],
    ['HOME', 'HOST', 2],
    ['', 'HOST', 4],
  ])('from %s to %s is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });
});
