import type { Variable } from './variable.js';
import { variables } from './variables.js';

const table: readonly (readonly [string, Variable])[] = Object.entries(variables);

const generated =
  'Generated from libs/config/src/variables.ts by `node scripts/generate-config-docs.mjs`. Do not edit.';

/** The text of `.env.example`: every variable, commented out, with what it does. */
export function renderEnvExample(): string {
  const blocks = table.map(([name, { description, allowed, whenUnset, example }]) =>
    [`# ${description}`, `# Allowed: ${allowed}. Not set: ${whenUnset}.`, `#${name}=${example}`].join('\n'),
  );
  const head = [
    `# ${generated}`,
    '# Mneme runs without any of these. Copy this file to .env and remove the # of what you change.',
  ];
  return `${head.join('\n')}\n\n${blocks.join('\n\n')}\n`;
}

/** The text of `docs/configuration.md`. */
export function renderConfigurationPage(): string {
  const rows = table.map(([name, { description, allowed, whenUnset }]) => {
    return `| \`${name}\` | ${description} | ${allowed} | ${whenUnset} |`;
  });
  return [
    `<!-- ${generated} -->`,
    '',
    '# Configuration',
    '',
    'Mneme runs without any configuration. What is set comes from the environment, or from a file `.env` in the working folder; the',
    'environment wins, and an empty value counts as not set. Mistakes are not guessed at: the server names all of them at once and does',
    'not start. That includes a variable that looks like a misspelling of one of these, and any other that begins with `MNEME_`.',
    '',
    '| Variable | What it does | Allowed | When it is not set |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}
