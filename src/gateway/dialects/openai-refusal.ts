/** OpenAI's two dialects report errors alike. */
export function openAiRefusal(message: string): unknown {
  return { error: { message, type: 'invalid_request_error', param: null, code: null } };
}
