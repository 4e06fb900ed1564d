import { type ModelAnswer, type ModelCall, ModelFailure, type ModelTurn } from '../model/model.ts';
import { openModel } from '../model/open.ts';
import { cutText } from '../text/cut.ts';
import { Stopped } from '../tools/stopped.ts';
import { submit } from '../tools/submit.ts';
import type { Toolbox, ToolResult } from '../tools/toolbox.ts';
import type { Agent, AgentContext, Exit } from './agent.ts';
import { renderBrief } from './brief.ts';

/**
 * A language model in a loop over its own tool calling: it answers, its calls are made, their results are its next
 * input, until it answers without a call, submits, or is stopped. An answer that was cut off is no end. What a plain loop reaches is what every cleverer agent
 * has to beat.
 */
export function createLlmAgent({ prompt, ...identity }: { name: string; version: string; prompt: string }): Agent {
  return { ...identity, usesModel: true, run: (context) => loop(prompt, context) };
}

async function loop(prompt: string, context: AgentContext): Promise<Exit> {
  const { brief, toolbox, signal } = context;
  if (!context.model) return { kind: 'failed', reason: 'no model was named' };
  const model = await openModel(context.model);
  const seed = requestSeed(context.seed);
  const turns: ModelTurn[] = [{ by: 'user', text: renderBrief(brief) }];
  try {
    for (let idle = 0; ; ) {
      const answer = await model({ system: prompt, turns, tools: toolbox.tools, seed, signal });
      if (answer.calls.length === 0) {
        const more = goOnFrom(answer);
        if (more === null) return { kind: 'finished' };
        idle += 1;
        if (idle > MAX_IDLE) return { kind: 'failed', reason: `${idle} answers in a row came to nothing: ${more.why}` };
        turns.push({ by: 'model', answer }, ...more.turns);
        continue;
      }
      idle = 0;
      const results = [];
      for (const call of answer.calls) {
        const result = await make(toolbox, call, answer);
        if (call.tool === submit.name && !result.isError) return { kind: 'finished' };
        results.push({ id: call.id, ...result });
      }
      turns.push({ by: 'model', answer }, { by: 'tools', results });
    }
  } catch (error) {
    if (error instanceof Stopped || signal.aborted) return { kind: 'finished' };
    if (error instanceof ModelFailure) return { kind: 'failed', reason: error.message };
    throw error;
  }
}

/** As providers take one: 31 bits. Seeds that follow each other stay so. */
function requestSeed(seed: string): number {
  return Number(BigInt(`0x${seed}`) & 0x7fff_ffffn);
}

/** So many answers in a row may come to nothing. */
const MAX_IDLE = 5;

/** What makes a model go on that has not said that it is done; null where it has. */
function goOnFrom({ text, end }: ModelAnswer): { why: string; turns: ModelTurn[] } | null {
  const say = (why: string, said: string) => ({ why, turns: [{ by: 'user' as const, text: said }] });
  if (end === 'paused') return { why: 'it paused', turns: [] };
  if (end === 'cut')
    return say('it was cut off', 'Your answer was cut off at its greatest length. Go on, in shorter steps.');
  if (text.trim() === '') return say('it was empty', 'Your answer was empty. Go on with the task, or submit.');
  return null;
}

/** What is no call of a tool is something the model can mend, and reads about. */
function make(toolbox: Toolbox, { tool, args, source }: ModelCall, { end }: ModelAnswer): Promise<ToolResult> {
  if (args) return toolbox.call(tool, args);
  const isCut =
    end === 'cut' ? 'your answer was cut off at its greatest length in this call; make it again, shorter: ' : '';
  const text = `${isCut}the arguments are not a JSON object: ${cutText(source, 200)}`;
  return Promise.resolve({ text, isError: true });
}
