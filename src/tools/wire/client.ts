import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { GymkhanaError } from '../../errors.ts';
import { Stopped } from '../stopped.ts';
import type { Toolbox } from '../toolbox.ts';
import { FaultAnswer, ResultAnswer, ToolsAnswer } from './shapes.ts';

/** Where a tool server is, and what it wants to hear. */
export type ToolAddress = { url: string; token: string };

/**
 * A toolbox that is served somewhere else. Its calls reject with Stopped as the served one's do. Errors TOOLS_UNREACHABLE,
 * where nobody answers, and where the answer is none of a tool server's.
 */
export async function connectToolbox(address: ToolAddress): Promise<Toolbox> {
  const { tools } = understood(address, ToolsAnswer.safeParse(await ask(address, 'GET', '/v1/tools')));
  return {
    tools,
    async call(name, args) {
      const answer = await ask(address, 'POST', `/v1/tools/${encodeURIComponent(name)}`, JSON.stringify(args));
      return understood(address, ResultAnswer.safeParse(answer));
    },
  };
}

async function ask(address: ToolAddress, method: string, path: string, body?: string): Promise<unknown> {
  const answer = await exchange(address, method, path, body).catch((error: Error) => {
    throw unreachable(address, error.message, error);
  });
  const refused = FaultAnswer.safeParse(answer).data?.error;
  if (refused?.code === 'STOPPED') throw new Stopped(refused.message);
  if (refused) throw unreachable(address, `refuses: ${refused.code} ${refused.message}`);
  return answer;
}

/** Not `fetch`, which gives up on an answer after five minutes: a tool may take longer. */
async function exchange({ url, token }: ToolAddress, method: string, path: string, body?: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}` };
  const outgoing = request(new URL(url.replace(/\/$/, '') + path), { method, headers });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return json(answer);
}

function understood<T>(address: ToolAddress, answer: { success: true; data: T } | { success: false }): T {
  if (answer.success) return answer.data;
  throw unreachable(address, 'does not answer as a tool server of this version');
}

function unreachable({ url }: ToolAddress, problem: string, cause?: unknown): GymkhanaError {
  const fix = 'the address and the token are those of one running trial, and end with it';
  return new GymkhanaError({ code: 'TOOLS_UNREACHABLE', place: url, problem, fix }, { cause });
}
