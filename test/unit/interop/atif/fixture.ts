/** A trajectory with every object that ATIF knows. */
export function validTrajectory() {
  return {
    schema_version: 'ATIF-v1.7',
    session_id: 'session',
    trajectory_id: 'main',
    agent: {
      name: 'loop',
      version: '1.0',
      model_name: 'worker',
      tool_definitions: [{ type: 'function', function: { name: 'bash', parameters: { type: 'object' } } }],
      extra: { prompt: 'short' },
    },
    steps: [
      { step_id: 1, timestamp: '2026-11-22T09:30:00Z', source: 'system', message: 'Be brief.' },
      {
        step_id: 2,
        timestamp: '2026-11-22T09:30:01.5+01:00',
        source: 'user',
        message: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', source: { media_type: 'image/png', path: 'images/1.png' } },
        ],
        is_copied_context: false,
      },
      {
        step_id: 3,
        timestamp: '2026-11-22',
        source: 'agent',
        model_name: 'worker',
        reasoning_effort: 'low',
        reasoning_content: 'A picture.',
        message: '',
        tool_calls: [
          { tool_call_id: 'call-1', function_name: 'bash', arguments: { command: 'ls' }, extra: { seconds: 1 } },
          { tool_call_id: 'call-2', function_name: 'look', arguments: {} },
        ],
        observation: {
          results: [
            { source_call_id: 'call-1', content: 'a.txt', extra: { is_error: false } },
            { source_call_id: 'call-2', content: [{ type: 'text', text: 'a cat' }] },
            { content: null, subagent_trajectory_ref: [{ trajectory_id: 'helper', session_id: 'session' }] },
          ],
        },
        metrics: {
          prompt_tokens: 100,
          completion_tokens: 10,
          cached_tokens: 40,
          cost_usd: 0.001,
          prompt_token_ids: [1, 2],
          completion_token_ids: [3],
          logprobs: [-0.5],
          extra: { cache_write_tokens: 3 },
        },
        llm_call_count: 1,
      },
      {
        step_id: 4,
        source: 'agent',
        message: '',
        tool_calls: [{ tool_call_id: 'call-3', function_name: 'submit', arguments: {} }],
        llm_call_count: 0,
      },
    ],
    notes: null,
    final_metrics: {
      total_prompt_tokens: 100,
      total_completion_tokens: 10,
      total_cached_tokens: 40,
      total_cost_usd: 0.001,
      total_steps: 4,
      extra: { seconds: 3 },
    },
    continued_trajectory_ref: 'next.json',
    subagent_trajectories: [
      {
        schema_version: 'ATIF-v1.7',
        trajectory_id: 'helper',
        agent: { name: 'helper', version: '1.0' },
        steps: [{ step_id: 1, source: 'user', message: 'Look.' }],
      },
    ],
    extra: { run: 'first' },
  };
}

/** The same, for whoever makes something else of it. */
// biome-ignore lint/suspicious/noExplicitAny: tests put anything anywhere
export type Loose = any;
