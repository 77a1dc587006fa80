import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderConfigurationPage, renderEnvExample } from './configuration-docs.js';
import { loadConfig } from './load-config.js';
import { variables } from './variables.js';

const inProject = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
const stale = 'run: npm run build && node scripts/generate-config-docs.mjs';

describe('the generated documentation of the configuration', () => {
  it('is up to date in .env.example', () => {
    expect(inProject('.env.example'), stale).toBe(renderEnvExample());
  });

  it('is up to date in docs/configuration.md', () => {
    expect(inProject('docs/configuration.md'), stale).toBe(renderConfigurationPage());
  });

  it.each(Object.entries(variables))(
    'gives an example of %s that is allowed',
    (_name, { schema, example }) => {
      expect(schema.safeParse(example).success).toBe(true);
    },
  );

  it('tells the defaults that are really used', () => {
    const system = { timeZone: 'UTC', stdoutIsTty: false, workingDir: '/srv' };
    const defaults = Object.entries(variables)
      .filter(([, { schema }]) => schema.safeParse(undefined).data !== undefined)
      .map(([name, { whenUnset }]) => [name, whenUnset]);
    expect(loadConfig(Object.fromEntries(defaults), system)).toEqual(loadConfig({}, system));
  });
});
