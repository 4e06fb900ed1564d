import { describe, expect, it } from 'vitest';
import { parseAtif } from '../../../../src/interop/atif/parse.ts';
import { type Loose, validTrajectory } from './fixture.ts';

const minimal = (version: string, more: object = {}): Loose => ({
  schema_version: version,
  session_id: 'session',
  agent: { name: 'loop', version: '1.0' },
  steps: [{ step_id: 1, source: 'user', message: 'Look.' }],
  ...more,
});
const step = (more: object) => ({ steps: [{ step_id: 1, source: 'agent', message: 'I look.', ...more }] });
const read = (value: object, lenient = false) => parseAtif(JSON.stringify(value), { file: 't.json', lenient });

/** What each version brought, as RFC 0001 lists it. */
const NEW: [version: string, more: object][] = [
  ['ATIF-v1.0', step({ metrics: { prompt_tokens: 1 }, reasoning_effort: 0.5 })],
  ['ATIF-v1.1', { extra: { run: 'first' } }],
  ['ATIF-v1.2', step({ source: 'system', observation: { results: [{ content: 'reset' }] } })],
  ['ATIF-v1.3', step({ metrics: { completion_token_ids: [1] } })],
  ['ATIF-v1.4', step({ metrics: { prompt_token_ids: [1] } })],
  ['ATIF-v1.5', { agent: { name: 'loop', version: '1.0', tool_definitions: [] } }],
  ['ATIF-v1.6', step({ message: [{ type: 'text', text: '' }] })],
  ['ATIF-v1.7', { session_id: null, trajectory_id: 'main', ...step({ llm_call_count: 2 }) }],
];

describe('an ATIF trajectory', () => {
  it('with every object is read as it is', () => {
    expect(read(validTrajectory())).toEqual(validTrajectory());
  });

  it.each(NEW)('of %s is read', (version, more) => {
    expect(read(minimal(version, more))).toEqual(minimal(version, more));
  });

  it('may name a subagent by its session until v1.6, and not since', () => {
    const refs = { observation: { results: [{ subagent_trajectory_ref: [{ session_id: 's' }] }] } };
    expect(read(minimal('ATIF-v1.6', step(refs)))).toBeTruthy();
    expect(() => read(minimal('ATIF-v1.7', step(refs)))).toThrow(/subagent_trajectory_ref\[0\] names no trajectory/);
  });

  it('may have null for whatever may be missing', () => {
    const nulls = { notes: null, final_metrics: null, subagent_trajectories: null, extra: null };
    const own = { metrics: null, tool_calls: null, observation: null, reasoning_content: null, timestamp: null };
    expect(read(minimal('ATIF-v1.7', { ...nulls, ...step({ ...own, llm_call_count: 0 }) }))).toBeTruthy();
    expect(read(minimal('ATIF-v1.7', step({ ...own, source: 'user' })))).toBeTruthy();
  });

  it('with keys of its writer is read where that is asked for, and nothing else is forgiven', () => {
    const own = { reward: 1, ...step({ cost: 2, message: [{ type: 'text', text: 'x', lang: 'en' }] }) };
    expect(() => read(minimal('ATIF-v1.7', own))).toThrow(/ATIF_INVALID .* unknown key `/);
    expect(read(minimal('ATIF-v1.7', own), true)).toEqual(minimal('ATIF-v1.7', own));
    expect(() => read(minimal('ATIF-v1.7', { ...own, steps: [] }), true)).toThrow(/steps must be not empty/);
    expect(() => read(minimal('ATIF-v1.7', { reward: 1, ...step({ step_id: 2 }) }), true)).toThrow(/step_id must be 1/);
  });

  it('of a megabyte is read, and so is what is wrong at its end', () => {
    const text = '\\u0041"\n'.repeat(100_000);
    const large: Loose = minimal('ATIF-v1.7', step({ message: text }));
    expect(read(large).steps[0]?.message === text).toBe(true);
    large.nots = '';
    expect(() => read(large)).toThrow(/t\.json:1:\d{7} unknown key `nots`; did you mean `notes`\?/);
  });
});
