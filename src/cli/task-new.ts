import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { scaffoldTask } from '../admission/scaffold.ts';
import { GymkhanaError } from '../errors.ts';
import { TaskFile } from '../task/schema.ts';
import { TEMPLATES } from './paths.ts';

type Options = { language: string; folder: string };

export function addTaskNew(task: Command): void {
  task
    .command('new')
    .description('make a small task that passes `task check` as it is, to be changed into your own')
    .argument('<id>', 'the name of its folder: lower-case letters, digits and dashes')
    .addOption(
      new Option('--language <name>', 'what its repository is written in')
        .choices(readdirSync(TEMPLATES).sort())
        .default('javascript'),
    )
    .option('--folder <folder>', 'where to put the folder of the task', 'tasks')
    .action(create);
}

async function create(id: string, { language, folder: parent }: Options): Promise<void> {
  const folder = join(parent, checkId(id));
  const created = new Date().toISOString().slice(0, 10);
  await scaffoldTask({ template: join(TEMPLATES, language), folder, id, created });
  console.log(`${folder} is a whole task in ${language}; ${join(folder, 'task.yaml')} says what to change.`);
  console.log(`\`gymkhana task check ${folder}\` proves that it is fair.`);
}

function checkId(id: string): string {
  const { success, error } = TaskFile.shape.id.safeParse(id);
  if (success) return id;
  const problem = `an id must be ${error.issues[0]?.message}; got ${JSON.stringify(id)}`;
  throw new GymkhanaError({ code: 'USAGE', place: 'task new', problem, fix: 'choose another' });
}
