import type { RequestListener } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import pLimit from 'p-limit';
import { isToken } from '../../loopback/token.ts';
import { WORKSPACE } from '../../sandbox/contract.ts';
import type { Toolbox } from '../toolbox.ts';
import { readJson } from './body.ts';
import { callFor } from './call.ts';
import { describeApi } from './openapi.ts';
import { FAULTS, type Fault } from './shapes.ts';

export type ToolServerOptions = {
  toolbox: Toolbox;
  /** Of this trial alone, and not to be guessed: whoever has it may call the tools. */
  token: string;
  /** What the agent is told, as its brief has it. `limits` is empty where it isn't told them. */
  task: { instruction: string; limits: string; history?: string };
  /** A call failed by no fault of the agent's: SANDBOX_DIED and the like. The agent reads only that something did. */
  onFailure(error: unknown): void;
};

/** Bodies are read and held for so many requests; calls run one after another anyway. */
const MAX_AT_ONCE = 16;

type Asked = Context<{ Bindings: HttpBindings }>;

/** Answers requests for the tools of one trial. Every answer is JSON; a client that leaves stops nothing. */
export function createToolListener({ toolbox, token, task, onFailure }: ToolServerOptions): RequestListener {
  const atOnce = pLimit(MAX_AT_ONCE);
  const api = describeApi(toolbox.tools);
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.use(async (asked, next) => {
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(asked.req.header('authorization') ?? '') ?? [];
    if (isToken(given, token)) return next();
    asked.header('www-authenticate', 'Bearer');
    return refuse(asked, 'UNAUTHORIZED', 'the token of this trial is needed, as `authorization: Bearer …`');
  });

  app.get('/openapi.json', (asked) => asked.json(api));
  app.get('/v1/task', (asked) => asked.json({ ...task, workspace: WORKSPACE }));
  app.get('/v1/tools', (asked) => asked.json({ tools: toolbox.tools }));
  app.post('/v1/tools/:name', (asked) =>
    atOnce(async () => {
      const body = await readJson(asked.env.incoming);
      if (!body.ok) return refuse(asked, body.fault, body.message);
      if (!isRecord(body.value)) return refuse(asked, 'BAD_REQUEST', 'arguments are a JSON object');
      const called = await callFor(toolbox, { name: asked.req.param('name'), args: body.value, onFailure });
      return called.ok ? asked.json(called.result) : refuse(asked, called.fault, called.message);
    }),
  );
  app.post('/mcp', (asked) =>
    atOnce(async () => {
      const body = await readJson(asked.env.incoming);
      if (!body.ok) return refuse(asked, body.fault, body.message);
      if (!isRecord(body.value)) return refuse(asked, 'BAD_REQUEST', 'one message at a time, as a JSON object');
      // Loaded by the first who asks: the protocol's library takes longer to load than all else here.
      const { answerMcp } = await import('./mcp.ts');
      return answerMcp(toolbox, { request: asked.req.raw, message: body.value, onFailure });
    }),
  );

  for (const [path, method] of Object.entries(METHODS)) {
    app.all(path, (asked) => {
      asked.header('allow', method);
      return refuse(asked, 'METHOD_NOT_ALLOWED', `${asked.req.path} takes ${method}`);
    });
  }
  app.notFound((asked) => refuse(asked, 'NOT_FOUND', `nothing here; there are ${Object.keys(METHODS).join(', ')}`));
  app.onError((error, asked) => {
    // A client that leaves while it asks hears nothing anyway. Anything else is a bug of ours.
    if (asked.env.incoming.complete) onFailure(error);
    return refuse(asked, 'HARNESS_FAILED', 'the harness failed; the agent can do nothing about it');
  });
  // Its errors are those of a request line and a `host` that make no URL.
  const errorHandler = () => Response.json(fault('BAD_REQUEST', 'the request has no valid URL'), { status: 400 });
  return getRequestListener(app.fetch, { overrideGlobalObjects: false, errorHandler });
}

/** What there is. Streamable HTTP without a stream of the server's own: there GET is refused like anything else. */
const METHODS = {
  '/openapi.json': 'GET',
  '/v1/task': 'GET',
  '/v1/tools': 'GET',
  '/v1/tools/:name': 'POST',
  '/mcp': 'POST',
};

function refuse(asked: Asked, code: Fault, message: string): Response {
  return asked.json(fault(code, message), FAULTS[code]);
}

function fault(code: Fault, message: string) {
  return { error: { code, message } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
