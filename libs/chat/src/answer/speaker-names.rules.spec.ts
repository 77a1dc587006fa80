import { expect, it } from 'vitest';
import { aConversation, type Line } from '../testing/evidence-builder.js';
import { speakerNames } from './speaker-names.rules.js';

const namesIn = (...lines: Line[]) =>
  Object.fromEntries(speakerNames(aConversation('c', '2026-05-01T10:00:00Z', lines).turns));

it('learns a name from an introduction', () => {
  expect(namesIn(['B', 'Hello, my name is Laura.'], ['You', 'Good morning.'])).toEqual({ B: 'Laura' });
});

it('learns a name from who replies right after being addressed', () => {
  expect(namesIn(['You', 'Peter, can you hear me?'], ['B', 'Loud and clear.'])).toEqual({ B: 'Peter' });
});

it('gives no name to a voice for which two come up', () => {
  expect(namesIn(['B', 'My name is Laura.'], ['You', 'Susan, are you there?'], ['B', 'Yes.'])).toEqual({});
});

it('never names the owner, nor voices that could not be told apart', () => {
  expect(namesIn(['B', 'Peter, are you there?'], ['You', 'Yes.'], ['?', 'My name is Laura.'])).toEqual({});
});
