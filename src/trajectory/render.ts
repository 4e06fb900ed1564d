import type { Event } from './event.ts';
import { visibleLine, visibleText } from './visible.ts';

type Of<T extends Event['type']> = Extract<Event, { type: T }>;

/**
 * A trajectory for people, turn by turn. Everything an agent wrote is indented and has its control characters made
 * visible, so a line that starts at the margin is always ours.
 */
export function renderTrajectory(events: readonly Event[]): string {
  const blocks: string[] = [];
  const tools = new Map<string, string>();
  let turn = 0;
  for (const event of events) {
    if (event.type === 'call') tools.set(event.id, event.tool);
    if ((event.type === 'call' || event.type === 'model') && event.turn !== null) {
      if (event.turn !== turn) blocks.push(`\nturn ${event.turn}`);
      turn = event.turn;
    }
    blocks.push(renderEvent(event, tools));
  }
  return `${blocks.join('\n').trimStart()}\n`;
}

function renderEvent(event: Event, tools: ReadonlyMap<string, string>): string {
  const block = renderBody(event, tools);
  return event.thread === 'main' ? block : `[${visibleLine(event.thread)}] ${block}`;
}

function renderBody(event: Event, tools: ReadonlyMap<string, string>): string {
  switch (event.type) {
    case 'message':
      return `${event.role} says\n${indented(event.text)}`;
    case 'model':
      return renderModel(event);
    case 'call':
      return renderCall(event);
    case 'result':
      return renderResult(event, tools.get(event.id));
    case 'checkpoint':
      return `checkpoint ${event.tree.slice(0, 12)}`;
    case 'request_edit':
      return `${event.action} of a request: ${event.what} ${visibleLine(event.name)}`;
    case 'limit':
      return `limit of ${event.limit} reached: ${event.action === 'stop' ? 'stop' : 'wrap up'}`;
  }
}

/** What it called stands below, as the calls themselves; only of one that the harness did not make it is all there is. */
function renderModel({ model, said, calls, failed, status, usage, costUsd, wrapUp, durationMs }: Of<'model'>): string {
  const cost = costUsd === null ? '' : `, ${costUsd.toFixed(4)} $`;
  const used = `${usage.input} tokens in, ${usage.output} out${cost}, ${(durationMs / 1000).toFixed(1)} s`;
  const end = failed === null ? '' : `: failed${status === null ? '' : ` with ${status}`}, ${visibleLine(failed)}`;
  const heading = `model ${visibleLine(model)}${wrapUp ? ', without its tools for a last answer' : ''} (${used})${end}`;
  const asked = calls.map(({ tool, args }) => `  calls ${visibleLine(tool)} ${visibleLine(args)}`);
  return [heading, ...(said === '' ? [] : [indented(said)]), ...asked].join('\n');
}

function renderCall({ tool, via, args }: Of<'call'>): string {
  const heading = `call ${visibleLine(tool)}${via === 'model' ? ' (by the model)' : ''}`;
  return [heading, ...Object.entries(args).map(renderArgument)].join('\n');
}

/** A text of several lines keeps them, below its name; everything else is JSON. */
function renderArgument([name, value]: [string, unknown]): string {
  const label = `  ${visibleLine(name)}:`;
  if (typeof value !== 'string') return `${label} ${visibleLine(JSON.stringify(value) ?? 'undefined')}`;
  return value.includes('\n') ? `${label}\n${indented(value)}` : `${label} ${visibleLine(value)}`;
}

function renderResult({ isError, text, durationMs }: Of<'result'>, tool = 'an unknown call'): string {
  const heading = `${isError ? 'error' : 'result'} of ${visibleLine(tool)} after ${(durationMs / 1000).toFixed(1)} s`;
  return text === '' ? heading : `${heading}\n${indented(text)}`;
}

function indented(text: string): string {
  const lines = visibleText(text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return lines.map((line) => (line === '' ? '' : `    ${line}`)).join('\n');
}
