import { type Config, loadConfig } from '@kafka-splunk/config';
import { type Command, Option } from 'commander';
import { configFile, type DefineCommand, type Task } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { perSecond } from '../option-readers.js';
import type { Terminal } from '../terminal.js';
import { addFilterOptions, type FilterOptions, filterOf } from './filter-options.js';
import type { ByteForm } from './letter-text.js';

const places = `
Where they are looked for: the topic under dead_letters.topic, and the files of the group under
dead_letters.directory; or, where files are named, those alone.
`;

const replayHelp = `${places}
Each is sent by the routes of the config, in the order in which they stand there. What Splunk takes
is noted (beside a file in <file>.replayed, in a topic behind the dead letters) and not sent a second
time by the next call. What it refuses again is set aside anew, with its history. A replay that is
killed may repeat the last second's worth. Run one at a time.

Exit codes:
  ${exitCodes.done}  all were taken
  ${exitCodes.failure}  some were refused again, or failure
  ${exitCodes.usage}  the command line or the config is wrong
  ${exitCodes.unsettled}  stopped before the end
`;

/** `dead-letters list | show | replay`. */
export const defineDeadLetters: DefineCommand = (program, choose) => {
  const group = program.command('dead-letters').description('look at what Splunk refused, and send it again');
  defineList(group, choose);
  defineShow(group, choose);
  defineReplay(group, choose);
};

type Choose = (task: Task) => void;

/** `act` loads what it does by itself: it speaks Kafka and HTTP, and nothing of that is loaded for other commands. */
function withConfig(
  command: Command,
  choose: Choose,
  act: (config: Config, terminal: Terminal) => ReturnType<Task>,
) {
  const { file } = configFile(command);
  choose(async (terminal) => await act(loadConfig({ file }).config, terminal));
}

function defineList(group: Command, choose: Choose): void {
  const command = addFilterOptions(
    group
      .command('list')
      .description('one line each, oldest first')
      .argument('[files...]', 'dead-letter files'),
  )
    .option('--all', 'those that were replayed, too')
    .option('--json', 'one JSON object a line, for scripts')
    .addHelpText('after', places);
  command.action((files: string[], options: FilterOptions & { all?: boolean; json?: boolean }) => {
    const { all = false, json = false } = options;
    withConfig(command, choose, async (config, terminal) => {
      const { list } = await import('./list.js');
      return await list(config, { files, filter: filterOf(options), all, json }, terminal);
    });
  });
}

function defineShow(group: Command, choose: Choose): void {
  const command = group
    .command('show')
    .description('one in full: reason, history, key, headers, value')
    .argument('<record>', 'the record, as list names it: orders/3/1234')
    .argument('[files...]', 'dead-letter files')
    .addOption(
      new Option(
        '--as <form>',
        'how bytes are shown (default: text where they are UTF-8, else base64)',
      ).choices(['text', 'base64', 'hex']),
    )
    .option('--json', 'as in a dead-letter file, bytes in base64')
    .addHelpText('after', places);
  command.action((name: string, files: string[], { as, json = false }: { as?: ByteForm; json?: boolean }) => {
    withConfig(command, choose, async (config, terminal) => {
      const { show } = await import('./show.js');
      return await show(config, { name, files, form: as, json }, terminal);
    });
  });
}

function defineReplay(group: Command, choose: Choose): void {
  const command = addFilterOptions(
    group
      .command('replay')
      .description('send them to Splunk again')
      .argument('[files...]', 'dead-letter files'),
  )
    .option('--rate <number>', 'most records a second (default: as many as go)', perSecond)
    .option('--dry-run', 'say what would be sent, and send nothing')
    .addHelpText('after', replayHelp);
  command.action((files: string[], options: FilterOptions & { rate?: number; dryRun?: boolean }) => {
    const { rate, dryRun = false } = options;
    const settings = { files, filter: filterOf(options), dryRun, ...(rate === undefined ? {} : { rate }) };
    withConfig(command, choose, async (config, terminal) => {
      const { replayLetters } = await import('./replay-letters.js');
      return await replayLetters(config, settings, terminal);
    });
  });
}
