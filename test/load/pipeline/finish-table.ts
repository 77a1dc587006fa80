import { startEmbeddedProduct } from '../../support/embedded-product.js';
import { OpenAiServer } from '../../support/openai-server.js';
import { table } from '../table.js';
import { longTalk, shortTalk } from './everyday-talk.js';
import { median, processOne } from './processing.js';
import { smallestAnswer } from '../../support/smallest-answer.js';

const MINUTES = 30;
const TIMES = 5;
const MODEL_LATENCY_MS = 1_000;
const OWNER = { name: 'Sam', timeZone: 'America/Chicago' };
const AIM_MS = 2_000;

/** How long the end of a talk of half an hour takes. */
export async function finishTable(): Promise<string> {
  const rules = await finish({});
  const model = await OpenAiServer.start();
  model.latencyMs = MODEL_LATENCY_MS;
  model.otherwise = smallestAnswer;
  try {
    const env = { LLM_BASE_URL: model.baseUrl, LLM_MODEL: 'replayed' };
    const withModel = await finish(env);
    const calls = model.requests.length / (TIMES + 2);
    return (
      table(
        [`a talk of ${MINUTES} min`, 'first, ms', 'median, ms', 'settled, ms', 'aim, ms'],
        [
          ['end to completed, no language model', ...rules, AIM_MS],
          [`the same, a model that takes ${MODEL_LATENCY_MS} ms`, ...withModel, AIM_MS + MODEL_LATENCY_MS],
        ],
      ) + `calls of the model for each conversation: ${calls.toFixed(1)} (aim: 4)\n`
    );
  } finally {
    await model.close();
  }
}

/** The first of a cold process, the median of those after it, and that until nothing is left to be done. */
async function finish(env: Record<string, string>): Promise<[number, number, number]> {
  const product = await startEmbeddedProduct({ owner: OWNER, env });
  try {
    const cold = await processOne(product, longTalk(0, MINUTES));
    await processOne(product, shortTalk(1));
    const warm = [];
    for (let n = 2; n < TIMES + 2; n += 1) warm.push(await processOne(product, longTalk(n * 100, MINUTES)));
    return [
      cold.completedMs,
      median(warm.map(({ completedMs }) => completedMs)),
      median(warm.map(({ settledMs }) => settledMs)),
    ].map(Math.round) as [number, number, number];
  } finally {
    await product.dispose();
  }
}
