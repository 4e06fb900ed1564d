/** As the system calls an error of the network, like ECONNREFUSED. Of several addresses that were tried, the first's. */
export function codeOf(error: unknown): string {
  const { code, errors, message } = error as { code?: unknown; errors?: unknown[]; message?: unknown };
  if (typeof code === 'string') return code;
  return errors?.[0] ? codeOf(errors[0]) : String(message ?? error);
}
