import { expect, it } from 'vitest';
import { contractOf, failuresOf, runContract } from './contract.js';

const log: string[] = [];
const contract = (numbers: number[]) =>
  contractOf(
    'Numbers',
    { name: 'array', create: () => ({ subject: [...numbers], dispose: () => void log.push('disposed') }) },
    {
      'begins with one': async (subject) => expect(subject[0]).toBe(1),
      'is not empty': async (subject) => {
        expect(subject.pop()).toBeDefined();
      },
    },
  );

runContract(contract([1]));

it('names exactly the tests that fail', async () => {
  expect(await failuresOf(contract([1]))).toEqual([]);
  expect(await failuresOf(contract([2]))).toEqual(['begins with one']);
  expect(await failuresOf(contract([]))).toEqual(['begins with one', 'is not empty']);
});

it('makes a new subject for every test and disposes of it, also when the test fails', async () => {
  log.length = 0;
  await failuresOf(contract([2]));
  expect(log).toEqual(['disposed', 'disposed']);
});

it('calls a test that never ends failed', async () => {
  const hangs = contractOf(
    'Hanging',
    { name: 'never', create: () => ({ subject: 0, dispose: () => undefined }) },
    { ends: () => new Promise<void>(() => undefined) },
  );
  expect(await failuresOf(hangs)).toEqual(['ends']);
});
