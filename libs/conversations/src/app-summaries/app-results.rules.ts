import type { Findings } from '../pipeline/stage.js';
import type { ConversationHead } from '../store/conversation-row.js';

type AppResults = Pick<ConversationHead, 'apps_results' | 'plugins_results'>;
type SummaryFields = Partial<
  AppResults & Pick<ConversationHead, 'suggested_summarization_apps' | 'app_summary_failure'>
>;

/** The results in both names under which clients read them. */
export function appResults(results: AppResults['apps_results']): AppResults {
  return {
    apps_results: results,
    plugins_results: results.map(({ app_id, content }) => ({ plugin_id: app_id, content })),
  };
}

/**
 * The fields of a row after apps had their turn: one result in place of whatever stood there, none where no app was to write. What an app
 * failed to write leaves the earlier result, and what its owner wrote is never replaced, though it was written while the app did.
 */
export function appSummaryFields(
  { user_edits }: Pick<ConversationHead, 'user_edits'>,
  { suggestedApps, appSummary }: Findings,
): SummaryFields {
  if (suggestedApps === undefined) return {};
  const suggested = { suggested_summarization_apps: [...suggestedApps] };
  if (user_edits?.app_result) return suggested;
  if (!appSummary) return { ...suggested, ...appResults([]), app_summary_failure: null };
  const { appId, content, failure } = appSummary;
  return failure === null
    ? { ...suggested, ...appResults([{ app_id: appId, content }]), app_summary_failure: null }
    : { ...suggested, app_summary_failure: { app_id: appId, code: failure } };
}
