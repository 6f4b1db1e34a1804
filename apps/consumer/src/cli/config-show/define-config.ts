import { describeConfig } from '@kafka-splunk/config';
import { configFile, type DefineCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { settingsJson } from './settings-json.js';
import { settingsYaml } from './settings-yaml.js';

const help = `
Every key with its value, as YAML, and behind it where the value comes from: the line of the file,
a variable of the environment, another file, or the default. Secrets are shown as ***. Nothing is
connected to. A file with mistakes is not shown; they are told, and the exit code is 2.
`;

/** `config show`: prints what is in force. */
export const defineConfig: DefineCommand = (program, choose) => {
  const show = program
    .command('config')
    .description('look at the config')
    .command('show')
    .description('print what is in force and where each value comes from, secrets masked')
    .option('--json', 'as JSON, for scripts')
    .addHelpText('after', help);
  show.action(({ json = false }: { json?: boolean }) => {
    const { file } = configFile(show);
    choose(async ({ answer, complain, colour }) => {
      const { settings, notices } = describeConfig({ file });
      for (const { line, key, text } of notices) await complain(`${file}:${line}: ${key} ${text}\n`);
      await answer(json ? settingsJson(file, settings) : settingsYaml(file, settings, { colour }));
      return exitCodes.done;
    });
  });
};
