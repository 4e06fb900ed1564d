import picomatch from 'picomatch';
import type { StructureRule, StructureSpec } from '../task/verifiers/structure.ts';
import { admit } from './admit.ts';
import type { Admitted } from './protect.ts';
import { openSources, type Sources } from './sources.ts';
import type { Declaration } from './syntax/declarations.ts';
import { scoreOf, type VerifierResult, type VerifyRequest } from './verifier.ts';

type Detail = { rules: { rule: string; holds: boolean; unread: string[] }[]; dropped: Admitted['dropped'] };

/**
 * What a submission declares and calls, and which files there are: the share of the task's rules that hold. Nothing runs.
 *
 * MultiOOP's pass@o looks for the text `class X`; this deviates on purpose. A parser decides, so a comment or a text with
 * `class X` in it counts for nothing, and what is not of the language declares nothing.
 */
export async function verifyStructure(request: VerifyRequest<StructureSpec>): Promise<VerifierResult<Detail>> {
  const { spec, task, layer } = request;
  const admitted = admit(request);
  const sources = openSources(admitted, { folder: task.workspaceFolder, manifest: layer.manifest });
  const rules: Detail['rules'] = [];
  for (const rule of spec.rules) rules.push({ rule: sayRule(rule), ...(await holds(rule, sources)) });
  const broken = rules.filter((rule) => !rule.holds);
  const value = (rules.length - broken.length) / rules.length;
  const said = broken.map(({ rule, unread }) => `${rule}${unread.length > 0 ? ` (not read: ${unread[0]})` : ''}`);
  const reason =
    broken.length > 0 ? `${broken.length} of ${rules.length} rules don't hold: ${said.join('; ')}` : undefined;
  return {
    score: scoreOf(request, { value, reason, assurance: 'out-of-process' }),
    detail: { rules, dropped: admitted.dropped },
  };
}

async function holds(rule: StructureRule, sources: Sources): Promise<{ holds: boolean; unread: string[] }> {
  const isMeant = picomatch(rule.file, { dot: true });
  const paths = sources.paths.filter((path) => isMeant(path));
  if (rule.exists !== undefined) return { holds: paths.length > 0 === rule.exists, unread: [] };
  const unread: string[] = [];
  for (const path of paths) {
    const source = await sources.read(path);
    if (source === null) unread.push(path);
    else if (rule.calls !== undefined ? source.calls.has(rule.calls) : source.declarations.some(isIt)) {
      return { holds: true, unread };
    }
  }
  return { holds: false, unread };

  function isIt(declaration: Declaration): boolean {
    const { kind, name, in: owner = null } = rule.declares ?? {};
    return declaration.kind === kind && declaration.name === name && (owner === null || declaration.in === owner);
  }
}

function sayRule({ file, exists, declares, calls }: StructureRule): string {
  if (exists !== undefined) return `${file} ${exists ? 'exists' : 'does not exist'}`;
  if (declares === undefined) return `${file} calls ${calls}`;
  return `${file} declares ${declares.kind} ${declares.name}${declares.in ? ` in ${declares.in}` : ''}`;
}
