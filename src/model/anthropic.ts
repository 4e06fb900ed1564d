import Anthropic from '@anthropic-ai/sdk';
import { readAnthropicAnswer } from './anthropic-answer.ts';
import {
  asModelFailure,
  MAX_RETRIES,
  type Model,
  type ModelAccess,
  type ModelRequest,
  type ModelTurn,
} from './model.ts';

/** This dialect wants a bound on each answer; a tool call with a whole file in it has to fit. */
const MAX_ANSWER_TOKENS = 16_384;

/** By Anthropic's Messages. The conversation is marked for the provider's cache up to its newest turn. */
export function openAnthropicModel({ url, key, model }: ModelAccess): Model {
  const client = new Anthropic({ baseURL: url, apiKey: key, maxRetries: MAX_RETRIES });
  return async (request) => {
    try {
      const asked: Anthropic.MessageCreateParamsNonStreaming = {
        model,
        max_tokens: MAX_ANSWER_TOKENS,
        system: request.system,
        messages: request.turns.map(messageOf),
        cache_control: { type: 'ephemeral' },
        ...toolsOf(request),
        ...(request.temperature !== undefined && { temperature: request.temperature }),
      };
      return readAnthropicAnswer(await client.messages.create(asked, { signal: request.signal }), request);
    } catch (error) {
      throw asModelFailure(error, request.signal);
    }
  };
}

/** An answer of a certain form is a call of a tool that takes that form: the others are of no use then. */
function toolsOf({ tools, json }: ModelRequest): Partial<Anthropic.MessageCreateParamsNonStreaming> {
  if (!json) return tools.length > 0 ? { tools: tools.map(toolOf) } : {};
  const { name, schema } = json;
  const answer = toolOf({ name, description: 'Takes the answer.', inputSchema: schema });
  return { tools: [answer], tool_choice: { type: 'tool', name } };
}

function toolOf({ name, description, inputSchema }: ModelRequest['tools'][number]): Anthropic.Tool {
  return { name, description, input_schema: inputSchema as Anthropic.Tool.InputSchema };
}

function messageOf(turn: ModelTurn): Anthropic.MessageParam {
  if (turn.by === 'user') return { role: 'user', content: turn.text };
  if (turn.by === 'model') return { role: 'assistant', content: turn.answer.native as Anthropic.ContentBlock[] };
  const results = turn.results.map(({ id, text, isError }) => ({
    type: 'tool_result' as const,
    tool_use_id: id,
    content: text,
    is_error: isError,
  }));
  return { role: 'user', content: results };
}
