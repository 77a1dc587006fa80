import type { ResponseMessage } from '#libs/contracts';
import type { MnemeProcess } from './mneme-process.js';

/** Asks a question as the owner and answers what the stream ends with. */
export async function ask(server: MnemeProcess, text: string): Promise<ResponseMessage> {
  const response = await server.fetch('/v2/messages', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ text }),
  });
  const done = (await response.text()).split('\n\n').find((frame) => frame.startsWith('done: '))!;
  return JSON.parse(Buffer.from(done.slice(6), 'base64').toString('utf8')) as ResponseMessage;
}
