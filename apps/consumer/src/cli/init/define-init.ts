import type { DefineCommand } from '../command.js';
import { defaultFile } from '../command.js';
import { writeStarter } from './write-starter.js';

const help = `
It asks nothing and never overwrites: a file that exists stays as it is, unless --force is given.
"-" writes to stdout. The next step is: kafka-splunk-consumer check -c FILE
`;

/** `init`: writes a commented config file. */
export const defineInit: DefineCommand = (program, choose) => {
  program
    .command('init')
    .description('write a commented config file to begin with')
    .argument('[file]', 'where to', defaultFile)
    .option('--all', 'with every key that there is, not only the usual ones')
    .option('--force', 'overwrite a file that exists')
    .addHelpText('after', help)
    .action((file: string, { all = false, force = false }: { all?: boolean; force?: boolean }) =>
      choose((terminal) => writeStarter({ file, all, force }, terminal)),
    );
};
