import type Anthropic from '@anthropic-ai/sdk';
import {
  type ModelAnswer,
  type ModelCall,
  type ModelRequest,
  NO_TEXT,
  readArguments,
  writeArguments,
} from './model.ts';

const ENDS: Record<string, ModelAnswer['end']> = {
  max_tokens: 'cut',
  model_context_window_exceeded: 'cut',
  pause_turn: 'paused',
};

/** An answer as servers send it, and not only as their schema has it. */
export function readAnthropicAnswer({ content, stop_reason }: Anthropic.Message, { json }: ModelRequest): ModelAnswer {
  if (!Array.isArray(content)) throw new Error('an answer without content');
  const end = ENDS[stop_reason ?? ''];
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text ?? ''] : []));
  const thoughts = content.flatMap((block) => (block.type === 'thinking' ? [block.thinking ?? ''] : []));
  const calls = content.flatMap((block, place) => (block.type === 'tool_use' ? [callOf(block, place)] : []));
  // What an answer was cut off in is parsed as far as it came: it looks whole and isn't.
  if (end === 'cut' && content.at(-1)?.type === 'tool_use') calls.at(-1)!.args = null;
  const native = nativeOf(content, calls);
  // This dialect has no logprobs.
  const answer = { native, logprobs: null, reasoning: thoughts.join('\n'), ...(end && { end }) };
  const form = json && calls.find(({ tool, args }) => tool === json.name && args !== null);
  if (form) return { ...answer, text: JSON.stringify(form.args), calls: [] };
  return { ...answer, text: texts.join('\n'), calls };
}

function callOf({ id, name, input }: Anthropic.ToolUseBlock, place: number): ModelCall {
  return { id: id || `call_${place}`, tool: name ?? '', ...readArguments(input) };
}

/** As it goes back: empty texts are refused, and arguments have to be objects. */
function nativeOf(content: Anthropic.Message['content'], calls: readonly ModelCall[]): unknown[] {
  const left = [...calls];
  const blocks = content.flatMap((block): unknown[] => {
    if (block.type === 'text') return block.text?.trim() ? [{ ...block, text: block.text.toWellFormed() }] : [];
    if (block.type !== 'tool_use') return [block];
    const call = left.shift()!;
    return [
      { ...block, id: call.id, name: call.tool || 'unknown', input: JSON.parse(writeArguments(call)) as unknown },
    ];
  });
  return blocks.length > 0 ? blocks : [{ type: 'text', text: NO_TEXT }];
}
