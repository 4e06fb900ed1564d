import { isMap, isScalar, parseDocument, type Scalar, stringify } from 'yaml';
import { GymkhanaError } from '../errors.ts';

/**
 * A task.yaml with other texts for some of its top-level keys; everything else stays byte for byte.
 * @throws GymkhanaError TASK_INVALID when a key is not there, or holds no single value
 */
export function updateScalars(yamlText: string, values: Readonly<Record<string, string>>): string {
  const root = parseDocument(yamlText).contents;
  const changes = Object.entries(values).map(([key, value]) => {
    const node = isMap(root) ? root.get(key, true) : undefined;
    if (!isScalar(node)) {
      const problem = `${key} must be there, as a single value`;
      throw new GymkhanaError({ code: 'TASK_INVALID', place: 'task.yaml', problem, fix: 'add it' });
    }
    return { range: (node as Scalar).range!, text: stringify(value, { lineWidth: 0 }).trimEnd() };
  });
  // From the end, so that the places before it stay right.
  changes.sort((a, b) => b.range[0] - a.range[0]);
  return changes.reduce((text, { range, text: value }) => {
    return text.slice(0, range[0]) + value + text.slice(range[1]);
  }, yamlText);
}
