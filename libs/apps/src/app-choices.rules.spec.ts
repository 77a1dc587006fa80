import { expect, it } from 'vitest';
import { disabling, enabling, forgetting, preferring } from './app-choices.rules.js';
import { NO_CHOICES } from './store/app-row.js';

it('enables an app once, whatever was said about it before', () => {
  const disabled = disabling('a')(NO_CHOICES);
  const twice = enabling('a')(enabling('a')(disabled));
  expect(twice).toEqual({ ...NO_CHOICES, enabled_app_ids: ['a'] });
});

it('no longer prefers what is disabled, and no longer leaves out what is preferred', () => {
  const preferred = preferring('a')(enabling('b')(NO_CHOICES));
  const disabled = disabling('a')(preferred);
  expect(disabled).toEqual({ enabled_app_ids: ['b'], disabled_app_ids: ['a'], preferred_app_id: null });
  expect(preferring('a')(disabled)).toEqual(preferred);
  expect(preferring(null)(preferred).preferred_app_id).toBeNull();
});

it('forgets everything about an app that is deleted', () => {
  const choices = preferring('a')(enabling('a')(disabling('b')(NO_CHOICES)));
  expect(forgetting('a')(forgetting('b')(choices))).toEqual(NO_CHOICES);
});
