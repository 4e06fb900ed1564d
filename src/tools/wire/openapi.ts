import { z } from 'zod';
import type { Toolbox } from '../toolbox.ts';
import { FAULTS, type Fault, FaultAnswer, ResultAnswer, TaskAnswer, ToolsAnswer } from './shapes.ts';

/** The OpenAPI 3.1 document of a toolbox: an operation a tool, with the schema that its arguments are checked by. */
export function describeApi(tools: Toolbox['tools']): Record<string, unknown> {
  return {
    openapi: '3.1.0',
    info: { title: 'Gymkhana tool API', version: '1', description: 'The tools of one trial.' },
    security: [{ token: [] }],
    paths: {
      '/v1/task': { get: reads('getTask', 'What is to be done.', 'Task') },
      '/v1/tools': { get: reads('listTools', 'The tools, as a model is shown them.', 'Tools') },
      ...Object.fromEntries(tools.map((tool) => [`/v1/tools/${tool.name}`, { post: describeCall(tool) }])),
    },
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Of this trial alone.' } },
      schemas: {
        Task: z.toJSONSchema(TaskAnswer),
        Tools: z.toJSONSchema(ToolsAnswer),
        Result: z.toJSONSchema(ResultAnswer),
        Fault: z.toJSONSchema(FaultAnswer),
      },
    },
  };
}

function reads(operationId: string, description: string, schema: string) {
  return { operationId, description, responses: { 200: answer('As asked.', schema), ...faults('UNAUTHORIZED') } };
}

function describeCall({ name, description, inputSchema }: Toolbox['tools'][number]) {
  return {
    operationId: name,
    description,
    requestBody: { required: false, content: { 'application/json': { schema: inputSchema } } },
    responses: {
      200: answer('What the tool said.', 'Result'),
      ...faults('BAD_REQUEST', 'UNAUTHORIZED', 'STOPPED', 'TOO_LARGE', 'HARNESS_FAILED'),
    },
  };
}

function faults(...codes: Fault[]) {
  return Object.fromEntries(codes.map((code) => [FAULTS[code], answer(code, 'Fault')]));
}

function answer(description: string, schema: string) {
  return { description, content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } };
}
