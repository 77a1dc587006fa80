import type { AppChoices } from './store/app-row.js';

/** It may run where it suits, without being named. */
export function enabling(id: string): (choices: AppChoices) => AppChoices {
  return (choices) => ({
    ...choices,
    enabled_app_ids: [...without(choices.enabled_app_ids, id), id],
    disabled_app_ids: without(choices.disabled_app_ids, id),
  });
}

/** It runs only where it is named. */
export function disabling(id: string): (choices: AppChoices) => AppChoices {
  return (choices) => ({
    ...forgetting(id)(choices),
    disabled_app_ids: [...without(choices.disabled_app_ids, id), id],
  });
}

/** Nothing was ever said about it. */
export function forgetting(id: string): (choices: AppChoices) => AppChoices {
  return (choices) => ({
    enabled_app_ids: without(choices.enabled_app_ids, id),
    disabled_app_ids: without(choices.disabled_app_ids, id),
    preferred_app_id: choices.preferred_app_id === id ? null : choices.preferred_app_id,
  });
}

/** It writes every summary for which no other is named. Null: nobody does. */
export function preferring(id: string | null): (choices: AppChoices) => AppChoices {
  return (choices) => ({
    ...choices,
    disabled_app_ids: id === null ? choices.disabled_app_ids : without(choices.disabled_app_ids, id),
    preferred_app_id: id,
  });
}

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((other) => other !== id);
}
