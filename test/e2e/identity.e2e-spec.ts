import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireError } from '#libs/contracts';
import { Device } from '../support/device.js';
import { MnemeProcess } from '../support/mneme-process.js';

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { operationId?: string; responses: Record<string, unknown> }>>;
}

/** Routes for everybody: how the server is, and what owners share. */
const PUBLIC = new Set([
  '/healthz',
  '/readyz',
  '/v1/public-conversations',
  '/v1/conversations/{conversation_id}/shared',
  '/share/{conversation_id}',
  '/share/tasks/{token}',
  '/v1/action-items/shared/{token}',
]);

describe('who may do what', () => {
  let server: MnemeProcess;
  let document: OpenApi;

  beforeAll(async () => {
    server = await MnemeProcess.start();
    document = (await (await fetch(`${server.url}/openapi.json`)).json()) as OpenApi;
  });
  afterAll(() => server?.dispose());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
  const fill = (path: string) => path.replaceAll(/\{[^}]+\}/g, '00000000-0000-4000-8000-000000000000');

  it('documents its routes as OpenAPI 3.1', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(operations().length).toBeGreaterThan(25);
  });

  it('answers 401 with a stable code on every route that is not for everybody when there is no token', async () => {
    for (const { method, path } of operations().filter((operation) => !PUBLIC.has(operation.path))) {
      const response = await fetch(server.url + fill(path), { method });
      expect([path, response.status]).toEqual([path, 401]);
      expect(await response.json()).toMatchObject({
        code: 'TOKEN_MISSING',
        detail: expect.any(String) as string,
      });
    }
  });

  it('refuses tokens that are broken, unsigned or sent in another form', async () => {
    const [header, payload] = server.token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const authorization of [
      'Bearer nonsense',
      `Bearer ${unsigned}`,
      `Bearer ${header}.${payload}.AAAA`,
      `Bearer  ${server.token}`,
      server.token,
    ]) {
      const response = await fetch(`${server.url}/v1/conversations`, {
        headers: { Authorization: authorization },
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ code: 'TOKEN_INVALID' });
    }
  });

  it('takes identity from the token alone, whatever uid the request names', async () => {
    const own = await server.json<{ id: string }>('/v1/users/profile');
    expect(await server.json<{ id: string }>('/v1/users/profile?uid=somebody-else')).toEqual(own);
  });

  it('shows the documentation and the metrics to the admin only, who may use the token as a password', async () => {
    const basic = `Basic ${Buffer.from(`me:${server.token}`).toString('base64')}`;
    const closed = await fetch(`${server.url}/docs`);
    expect(closed.status).toBe(401);
    expect(closed.headers.get('www-authenticate')).toContain('Basic');
    const docs = await fetch(`${server.url}/docs`, { headers: { Authorization: basic } });
    expect(docs.status).toBe(200);
    expect(await docs.text()).toContain('swagger-ui');
    expect((await fetch(`${server.url}/docs/swagger-ui-bundle.js`)).status).toBe(401);
    const metrics = await fetch(`${server.url}/metrics`, { headers: { Authorization: basic } });
    expect(await metrics.text()).toContain('mneme_http_requests_total');
  });

  it('tells health to anyone', async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ok' });
  });

  it('refuses a device without a token, or with a wrong one, before any event reaches it', async () => {
    for (const [token, code] of [
      ['', 'TOKEN_MISSING'],
      ['nonsense', 'TOKEN_INVALID'],
    ] as const) {
      const refusal = await Device.connect(server.url, token).then(
        () => undefined,
        (error: { refusal?: WireError }) => error.refusal,
      );
      expect(refusal).toMatchObject({ code, fatal: true });
    }
  });

  it('answers what is missing as 404 with a code, and says which routes there are', async () => {
    const conversation = await server.fetch('/v1/conversations/00000000-0000-4000-8000-000000000000');
    expect(conversation.status).toBe(404);
    expect(await conversation.json()).toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    const route = await server.fetch('/v9/nothing');
    expect(await route.json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' });
  });

  it('names the field and the limit of a request that does not fit', async () => {
    const response = await server.fetch('/v1/conversations?limit=5000');
    expect(response.status).toBe(422);
    const problem = (await response.json()) as { code: string; detail: { loc: string[]; msg: string }[] };
    expect(problem.code).toBe('REQUEST_INVALID');
    expect(problem.detail[0]!.loc).toContain('limit');
    expect(problem.detail[0]!.msg).toContain('1000');
  });

  it('answers a body that is no JSON, or too large, with a code and without repeating it', async () => {
    const send = (body: string) =>
      server.fetch('/v2/messages', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    const broken = await send('{"text": "my secret');
    expect(broken.status).toBe(400);
    expect(await broken.text()).not.toContain('secret');
    const large = await send(JSON.stringify({ text: 'x'.repeat(2_000_000) }));
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({ code: 'BODY_TOO_LARGE' });
  });
});
