import OpenAI from 'openai';
import {
  asModelFailure,
  MAX_RETRIES,
  type Model,
  type ModelAccess,
  type ModelRequest,
  type ModelTurn,
} from './model.ts';
import { readOpenAiAnswer } from './openai-answer.ts';

type Message = OpenAI.ChatCompletionMessageParam;

/** By Chat Completions: OpenAI, and by their base URLs vLLM, Ollama, OpenRouter and the like. */
export function openOpenAiModel({ url, key, model }: ModelAccess): Model {
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: MAX_RETRIES });
  return async (request) => {
    const asked = { model, messages: messagesOf(request), ...toolsOf(request), ...formOf(request) };
    const ask = async (more: Pick<Asked, 'logprobs' | 'top_logprobs'>) =>
      readOpenAiAnswer(await client.chat.completions.create({ ...asked, ...more }, { signal: request.signal }));
    try {
      return await ask(logprobsOf(request)).catch((error: unknown) => {
        if (isAboutLogprobs(error)) return ask({});
        throw error;
      });
    } catch (error) {
      throw asModelFailure(error, request.signal);
    }
  };
}

type Asked = OpenAI.ChatCompletionCreateParamsNonStreaming;

function logprobsOf({ logprobs }: ModelRequest): Pick<Asked, 'logprobs' | 'top_logprobs'> {
  return logprobs === undefined ? {} : { logprobs: true, top_logprobs: logprobs };
}

/** Some models refuse to be asked for them. */
function isAboutLogprobs(error: unknown): boolean {
  return error instanceof OpenAI.BadRequestError && error.message.includes('logprobs');
}

function formOf({ json, temperature, seed }: ModelRequest): Partial<Asked> {
  return {
    ...(json && { response_format: { type: 'json_schema', json_schema: { ...json, strict: true } } }),
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
  };
}

function toolsOf({ tools }: ModelRequest): { tools?: OpenAI.ChatCompletionTool[] } {
  if (tools.length === 0) return {};
  const asFunction = ({ name, description, inputSchema }: ModelRequest['tools'][number]) => ({
    type: 'function' as const,
    function: { name, description, parameters: inputSchema },
  });
  return { tools: tools.map(asFunction) };
}

function messagesOf({ system, turns }: ModelRequest): Message[] {
  return [{ role: 'system', content: system }, ...turns.flatMap(messagesOfTurn)];
}

function messagesOfTurn(turn: ModelTurn): Message[] {
  if (turn.by === 'user') return [{ role: 'user', content: turn.text }];
  if (turn.by === 'model') return [turn.answer.native as Message];
  return turn.results.map(({ id, text }) => ({ role: 'tool', tool_call_id: id, content: text }));
}
