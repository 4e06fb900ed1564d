import { expect, it } from 'vitest';
import { parseAtif } from '../../../../src/interop/atif/parse.ts';
import { type Loose, validTrajectory } from './fixture.ts';

type Case = [name: string, change: (trajectory: Loose) => void, error: string];

/** What one change of a valid trajectory is said to be. */
const CASES: Case[] = [
  [
    'no version',
    (t) => delete t.schema_version,
    'ATIF_INVALID t.json:1:1 schema_version must be text; got nothing; write text for it',
  ],
  [
    'a version to come',
    (t) => (t.schema_version = 'ATIF-v2.0'),
    'ATIF_INVALID t.json:2:21 schema_version must be a version from ATIF-v1.0 to ATIF-v1.7; got "ATIF-v2.0"',
  ],
  ['no agent', (t) => delete t.agent, 'ATIF_INVALID t.json:1:1 agent must be a map; got nothing; write a map for it'],
  [
    'an agent without a version',
    (t) => delete t.agent.version,
    'ATIF_INVALID t.json:5:12 agent.version must be text; got nothing; write text for it',
  ],
  [
    'tools that are no schemas',
    (t) => (t.agent.tool_definitions = ['bash']),
    'ATIF_INVALID t.json:10:7 agent.tool_definitions[0] must be a map; got "bash"',
  ],
  [
    'an unknown key of its own',
    (t) => (t.metadata = {}),
    'ATIF_INVALID t.json:171:3 unknown key `metadata`; the known keys are schema_version, session_id, trajectory_id, agent, steps, notes, final_metrics, continued_trajectory_ref, subagent_trajectories, extra',
  ],
  [
    'a misspelt key',
    (t) => (t.steps[2].tool_call = []),
    'ATIF_INVALID t.json:124:7 unknown key `tool_call` in steps[2]; did you mean `tool_calls`?',
  ],
  ['no steps', (t) => (t.steps = []), 'ATIF_INVALID t.json:24:12 steps must be not empty; got an empty list'],
  ['steps that are no list', (t) => (t.steps = {}), 'ATIF_INVALID t.json:24:12 steps must be a list; got a map'],
  [
    'steps that begin with 0',
    (t) => (t.steps[0].step_id = 0),
    'ATIF_INVALID t.json:26:18 steps[0].step_id must be more than 0; got 0',
  ],
  [
    'a gap between steps',
    (t) => (t.steps[3].step_id = 5),
    'ATIF_INVALID t.json:126:18 steps[3].step_id must be 4, as steps are counted from 1 without gaps; got 5; write 4',
  ],
  [
    'a step that is there twice',
    (t) => (t.steps[1].step_id = 1),
    'ATIF_INVALID t.json:32:18 steps[1].step_id must be 2, as steps are counted from 1 without gaps; got 1; write 2',
  ],
  [
    'a step_id as text',
    (t) => (t.steps[1].step_id = '2'),
    'ATIF_INVALID t.json:32:18 steps[1].step_id must be a whole number; got "2"; write 2',
  ],
  [
    'a step of nobody',
    (t) => (t.steps[0].source = 'assistant'),
    'ATIF_INVALID t.json:28:17 steps[0].source must be one of system, user, agent; got "assistant"',
  ],
  [
    'a step without a message',
    (t) => delete t.steps[2].message,
    'ATIF_INVALID t.json:50:5 steps[2].message must be text or a list; got nothing',
  ],
  [
    'a message that is no text',
    (t) => (t.steps[0].message = 7),
    'ATIF_INVALID t.json:29:18 steps[0].message must be text or a list; got 7',
  ],
  [
    'a time that is none',
    (t) => (t.steps[0].timestamp = '22.11.2026 09:30'),
    'ATIF_INVALID t.json:27:20 steps[0].timestamp must be a time of ISO 8601, like 2026-11-22T09:30:00Z; got "22.11.2026 09:30"',
  ],
  [
    'a day that is none',
    (t) => (t.steps[2].timestamp = '2026-02-30'),
    'ATIF_INVALID t.json:52:20 steps[2].timestamp must be a time of ISO 8601, like 2026-11-22T09:30:00Z; got "2026-02-30"',
  ],
  [
    'a model of a user',
    (t) => (t.steps[1].model_name = 'worker'),
    'ATIF_INVALID t.json:49:7 steps[1].model_name belongs to steps of an agent, and this one is of the user; remove it, or mend `source`',
  ],
  [
    'metrics of the system',
    (t) => (t.steps[0].metrics = {}),
    'ATIF_INVALID t.json:30:7 steps[0].metrics belongs to steps of an agent, and this one is of the system; remove it, or mend `source`',
  ],
  [
    'calls of a user',
    (t) => (t.steps[1].tool_calls = []),
    'ATIF_INVALID t.json:49:7 steps[1].tool_calls belongs to steps of an agent, and this one is of the user; remove it, or mend `source`',
  ],
  [
    'metrics without a model',
    (t) => (t.steps[3].metrics = { prompt_tokens: 1 }),
    'ATIF_INVALID t.json:137:7 steps[3].metrics must be absent where llm_call_count is 0: no model was asked; remove it, or say how often a model was asked',
  ],
  [
    'reasoning without a model',
    (t) => (t.steps[3].reasoning_content = 'Hm.'),
    'ATIF_INVALID t.json:137:7 steps[3].reasoning_content must be absent where llm_call_count is 0: no model was asked; remove it, or say how often a model was asked',
  ],
  [
    'less than no model call',
    (t) => (t.steps[3].llm_call_count = -1),
    'ATIF_INVALID t.json:136:25 steps[3].llm_call_count must be at least 0; got -1',
  ],
  [
    'a call without an id',
    (t) => delete t.steps[2].tool_calls[0].tool_call_id,
    'ATIF_INVALID t.json:59:9 steps[2].tool_calls[0].tool_call_id must be text; got nothing; write text for it',
  ],
  [
    'arguments as text',
    (t) => (t.steps[2].tool_calls[0].arguments = '{}'),
    'ATIF_INVALID t.json:62:24 steps[2].tool_calls[0].arguments must be a map; got "{}"',
  ],
  [
    "a result of another step's call",
    (t) => (t.steps[2].observation.results[0].source_call_id = 'call-3'),
    'ATIF_INVALID t.json:78:31 steps[2].observation.results[0].source_call_id names no tool_call_id of its own step; got "call-3"; name one of call-1, call-2, or leave it out',
  ],
  [
    'a result where nothing was called',
    (t) => (t.steps[0].observation = { results: [{ source_call_id: 'call-1' }] }),
    'ATIF_INVALID t.json:33:31 steps[0].observation.results[0].source_call_id names no tool_call_id of its own step; got "call-1"; leave it out: the step calls no tool',
  ],
  [
    'an observation without results',
    (t) => (t.steps[2].observation = {}),
    'ATIF_INVALID t.json:75:22 steps[2].observation.results must be a list; got nothing; write a list for it',
  ],
  [
    'a part that is text and picture',
    (t) => (t.steps[1].message[0].source = { media_type: 'image/png', path: 'a' }),
    'ATIF_INVALID t.json:39:11 steps[1].message[0].source must be absent in a part of type text; remove it, or make it a part of its own',
  ],
  [
    'a picture with text',
    (t) => (t.steps[1].message[1].text = 'cat'),
    'ATIF_INVALID t.json:46:11 steps[1].message[1].text must be absent in a part of type image; remove it, or make it a part of its own',
  ],
  [
    'a part of text without it',
    (t) => delete t.steps[2].observation.results[1].content[0].text,
    'ATIF_INVALID t.json:87:15 steps[2].observation.results[1].content[0] is of type text and has no `text`; add `text`',
  ],
  [
    'a picture without its file',
    (t) => delete t.steps[1].message[1].source,
    'ATIF_INVALID t.json:40:9 steps[1].message[1] is of type image and has no `source`; add `source`',
  ],
  [
    'a picture of an unknown kind',
    (t) => (t.steps[1].message[1].source.media_type = 'image/bmp'),
    'ATIF_INVALID t.json:43:27 steps[1].message[1].source.media_type must be one of image/jpeg, image/png, image/gif, image/webp; got "image/bmp"; did you mean `image/png`?',
  ],
  [
    'half a token',
    (t) => (t.steps[2].metrics.prompt_tokens = 1.5),
    'ATIF_INVALID t.json:105:26 steps[2].metrics.prompt_tokens must be a whole number; got 1.5; write 1',
  ],
  [
    'a negative cost',
    (t) => (t.steps[2].metrics.cost_usd = -1),
    'ATIF_INVALID t.json:108:21 steps[2].metrics.cost_usd must be at least 0; got -1',
  ],
  [
    'a sum as text',
    (t) => (t.final_metrics.total_steps = '4'),
    'ATIF_INVALID t.json:145:20 final_metrics.total_steps must be a whole number; got "4"; write 4',
  ],
  [
    'a reference to no trajectory',
    (t) => (t.steps[2].observation.results[2].subagent_trajectory_ref[0] = { session_id: 's' }),
    'ATIF_INVALID t.json:96:15 steps[2].observation.results[2].subagent_trajectory_ref[0] names no trajectory: a session_id is shared by several; add trajectory_id, or trajectory_path',
  ],
  [
    'a subagent without an id',
    (t) => delete t.subagent_trajectories[0].trajectory_id,
    'ATIF_INVALID t.json:152:5 subagent_trajectories[0] has no trajectory_id; add one that no other has',
  ],
  [
    'two subagents of one id',
    (t) => t.subagent_trajectories.push(t.subagent_trajectories[0]),
    'ATIF_INVALID t.json:169:24 subagent_trajectories[1].trajectory_id is taken by another one of them; got "helper"; give each its own',
  ],
  [
    'a subagent that is malformed',
    (t) => (t.subagent_trajectories[0].steps[0].step_id = 2),
    'ATIF_INVALID t.json:161:22 subagent_trajectories[0].steps[0].step_id must be 1, as steps are counted from 1 without gaps; got 2; write 1',
  ],
  [
    'a subagent with an unknown key',
    (t) => (t.subagent_trajectories[0].agent.nmae = 'x'),
    'ATIF_INVALID t.json:158:9 unknown key `nmae` in subagent_trajectories[0].agent; did you mean `name`?',
  ],
  [
    'extra that is no object',
    (t) => (t.extra = []),
    'ATIF_INVALID t.json:168:12 extra must be a map; got an empty list',
  ],
];

/** What no change of a value makes: texts that are not JSON. */
const TEXTS: [text: string, error: string][] = [
  ['', 'ATIF_INVALID t.json:1:1 not valid JSON: a value has to be here; got the end of the file; write the whole file'],
  [
    '{"a": 1,}',
    'ATIF_INVALID t.json:1:9 not valid JSON: a key in double quotes has to be here; got "}"; mend it there',
  ],
  [
    '[1, 2',
    'ATIF_INVALID t.json:1:6 not valid JSON: a comma or ] has to be here; got the end of the file; write the whole file',
  ],
  [
    '{a: 1}',
    'ATIF_INVALID t.json:1:2 not valid JSON: a key in double quotes or } has to be here; got "a"; mend it there',
  ],
  [
    "{'a': 1}",
    'ATIF_INVALID t.json:1:2 not valid JSON: a key in double quotes or } has to be here; got "\'"; mend it there',
  ],
  ['{"a" 1}', 'ATIF_INVALID t.json:1:6 not valid JSON: a colon has to be here; got "1"; mend it there'],
  ['{"a": NaN}', 'ATIF_INVALID t.json:1:7 not valid JSON: a value has to be here; got "N"; mend it there'],
  ['{"a": 1} x', 'ATIF_INVALID t.json:1:10 not valid JSON: nothing more has to be here; got "x"; mend it there'],
  [
    '{"a": "line\nline"}',
    'ATIF_INVALID t.json:1:12 not valid JSON: an escape like \\n, or a letter, has to be here; got "\\n"; mend it there',
  ],
  ['// c\n{}', 'ATIF_INVALID t.json:1:1 not valid JSON: a value has to be here; got "/"; mend it there'],
  ['{"a": 01}', 'ATIF_INVALID t.json:1:7 not valid JSON: a value has to be here; got "0"; mend it there'],
  [
    '{"a": "\\x"}',
    'ATIF_INVALID t.json:1:8 not valid JSON: an escape like \\n, or a letter, has to be here; got "\\\\"; mend it there',
  ],
  ['{"a": tru}', 'ATIF_INVALID t.json:1:7 not valid JSON: a value has to be here; got "t"; mend it there'],
  ['[1 2]', 'ATIF_INVALID t.json:1:4 not valid JSON: a comma or ] has to be here; got "2"; mend it there'],
  ['"text"', 'ATIF_INVALID t.json:1:1 the file must be a map; got "text"'],
  ['null', 'ATIF_INVALID t.json:1:1 the file must be a map; got nothing; write a map for it'],
];

function errorOf(text: string | Uint8Array): string {
  try {
    parseAtif(text, { file: 't.json' });
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

it.each(CASES)('is refused: %s', (_, change, error) => {
  const trajectory = validTrajectory();
  change(trajectory);
  expect(errorOf(JSON.stringify(trajectory, null, 2))).toBe(error);
});

it.each(TEXTS)('is refused as %j', (text, error) => {
  expect(errorOf(text)).toBe(error);
});

it('is refused where it is not UTF-8', () => {
  expect(errorOf(Buffer.from([0x22, 0xff, 0x22]))).toBe(
    'ATIF_INVALID t.json:1:1 the file is not UTF-8; save it as UTF-8',
  );
});

it('is refused where subagents have subagents without end', () => {
  const one =
    '{"schema_version":"ATIF-v1.7","trajectory_id":"a","agent":{"name":"a","version":"1"},"steps":[{"step_id":1,"source":"user","message":""}]';
  const text = `${`${one},"subagent_trajectories":[`.repeat(1_000)}${one}}${']}'.repeat(1_000)}`;
  expect(errorOf(text)).toMatch(/^ATIF_INVALID t\.json:1:\d+ subagent_trajectories are nested more than 32 deep; /);
});

it('says one thing at a time, the first in the text', () => {
  const trajectory: Loose = validTrajectory();
  trajectory.extra = 'none';
  trajectory.steps[2].metrics.prompt_tokens = 'many';
  trajectory.steps[0].colour = 'red';
  expect(errorOf(JSON.stringify(trajectory, null, 2))).toMatch(
    /^ATIF_INVALID t\.json:\d+:\d+ unknown key `colour` in steps\[0\]; [^\n]+$/,
  );
});
