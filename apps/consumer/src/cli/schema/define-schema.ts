import { configSchema } from '@kafka-splunk/config';
import type { DefineCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';

const help = `
Save it beside the config, and name it in the config's first line:
  kafka-splunk-consumer schema > kafka_consumer.schema.json

  # yaml-language-server: $schema=kafka_consumer.schema.json

Editors with YAML support (VS Code, the JetBrains ones, Neovim, Emacs …) then complete keys, show
what they do, and underline what is wrong. What only shows between keys, in the environment or in
other files is found by: kafka-splunk-consumer check
`;

/** `schema`: prints the JSON Schema of the config file. */
export const defineSchema: DefineCommand = (program, choose) => {
  program
    .command('schema')
    .description('print a JSON Schema of the config file, for completion in an editor')
    .addHelpText('after', help)
    .action(() =>
      choose(async ({ answer }) => {
        await answer(`${JSON.stringify(configSchema(), null, 2)}\n`);
        return exitCodes.done;
      }),
    );
};
