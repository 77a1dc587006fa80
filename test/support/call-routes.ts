interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface RouteCaller {
  /** Of the server. */
  readonly url: string;
  /** What stands for the parameters in addresses, by their names. */
  readonly ids: Readonly<Record<string, string>>;
  readonly send: (path: string, init: RequestInit) => Promise<Response>;
}

/** Calls those routes that the server documents, each named by `method path`, and answers the status of each. */
export async function callRoutes(
  { url, ids, send }: RouteCaller,
  isWanted: (route: string) => boolean,
): Promise<ReadonlyMap<string, number>> {
  const { paths } = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const statuses = new Map<string, number>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const method of Object.keys(methods).filter((name) => isWanted(`${name} ${path}`))) {
      const filled = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => idOf(name, ids));
      const response = await send(`${filled}?${queryOf(path, method)}`, bodyFor(method, ids));
      statuses.set(`${method} ${path}`, response.status);
    }
  }
  return statuses;
}

function idOf(name: string, ids: RouteCaller['ids']): string {
  const id = ids[name];
  if (id === undefined) throw new Error(`no id is known for {${name}}`);
  return id;
}

/** What a route wants to know besides the id, so that nothing but the id can be wrong. */
function queryOf(path: string, method: string): string {
  const value = path.includes('visibility') ? 'private' : 'true';
  const wanted = path.includes('review') || method === 'patch';
  return wanted
    ? `title=mine&starred=true&completed=true&current_value=1&assign_type=is_user&value=${value}`
    : '';
}

function bodyFor(method: string, { conversation_id: id }: RouteCaller['ids']): RequestInit {
  if (method !== 'patch' && method !== 'post') return { method: method.toUpperCase() };
  return {
    method: method.toUpperCase(),
    body: JSON.stringify({
      value: 'private',
      segment_ids: [id],
      assign_type: 'is_user',
      items_idx: [0],
      events_idx: [0],
      segment_id: id,
      text: 'mine',
      content: 'mine',
      folder_id: null,
      conversation_ids: [id],
      at_seconds: 1,
      values: [true],
      old_description: 'theirs',
      description: 'mine',
      resolution: 'keep_both',
      prompt: 'mine',
      app_data: '{}',
    }),
    headers: { 'Content-Type': 'application/json' },
  };
}
