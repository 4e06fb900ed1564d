export const NODE_REPORTER_SOURCE = '// placeholder until the reporter lands\n';
