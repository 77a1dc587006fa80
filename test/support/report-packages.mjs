// Preloaded into a server with `--import`: writes every package that it loads to the file named by REPORT_PACKAGES_TO.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const seen = new Set();

registerHooks({
  load(url, context, nextLoad) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name && !seen.has(name)) {
      seen.add(name);
      appendFileSync(process.env.REPORT_PACKAGES_TO, `${name}\n`);
    }
    return nextLoad(url, context);
  },
});
