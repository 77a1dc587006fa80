import { liveBench } from './live.bench.js';

/** `npm run bench -- NAME`: what is measured on the whole server; the parts have programs of their own beside this one. */
const BENCHES: Readonly<Record<string, () => Promise<void>>> = { live: liveBench };

const name = process.argv[2] ?? 'live';
const bench = BENCHES[name];
if (bench) await bench();
else process.stderr.write(`bench: there is no '${name}'; there are: ${Object.keys(BENCHES).join(', ')}\n`);
process.exitCode = bench ? 0 : 1;
