import { loadConfig } from '@kafka-splunk/config';
import { Option } from 'commander';
import type { Place } from '../../replay/place.js';
import { configFile, type DefineCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { partitions, perSecond, place } from '../option-readers.js';

const help = `
Sends records that Kafka still has to Splunk once more, by the routes of the config. The group that
delivers is not touched: a group of its own, <group>-replay-<id>, reads them and is deleted afterwards
(rights: READ on the topic, READ and DELETE on groups with that beginning). What Splunk refuses goes to
the dead letters. The order within a partition is kept.

Places, for --from and --to:
  2026-01-31T08:00:00Z   a time, with its zone: the first record that is not older
  90m, 36h, 7d           so long ago
  1200                   an offset, with --partition
  0:1200,3:80            offsets by partition, as a replay that was stopped prints them
  earliest, latest       where the log begins and ends

Examples:
  kafka-splunk-consumer replay --topic orders --from 2h --to 1h --dry-run
  kafka-splunk-consumer replay --topic orders --partition 3 --from 1200 --to 1300
  kafka-splunk-consumer replay --topic orders --from 2026-01-31T08:00:00Z --rate 5000

Ctrl-C: no more is read, what is on its way is sent, and the command that goes on is printed.

Exit codes:
  ${exitCodes.done}  everything was sent, or set aside with its reason
  ${exitCodes.failure}  failure
  ${exitCodes.usage}  the command line, the config or the range is wrong; nothing was sent
  ${exitCodes.unsettled}  stopped before the end; it says where to go on
`;

interface Given {
  readonly topic: string;
  readonly partition?: number[];
  readonly from: Place;
  readonly to: Place;
  readonly rate?: number;
  readonly dryRun?: boolean;
}

/** `replay`: sends a past range again. */
export const defineReplay: DefineCommand = (program, choose) => {
  const command = program
    .command('replay')
    .description('send records of the past again, without touching the group')
    .requiredOption('--topic <topic>', 'topic to read')
    .option('--partition <numbers>', 'only these partitions: 0,3', partitions)
    .requiredOption('--from <place>', 'where to begin', place)
    .addOption(
      new Option('--to <place>', 'where to end').argParser(place).default({ kind: 'latest' }, 'latest'),
    )
    .option('--rate <number>', 'most records a second (default: as many as go)', perSecond)
    .option('--dry-run', 'say what would be sent, and send nothing')
    .addHelpText('after', help);
  command.action(({ topic, from, to, rate, dryRun = false, ...given }: Given) => {
    const { file } = configFile(command);
    const request = { topic, partitions: given.partition, from, to };
    choose(async (terminal) => {
      const { config } = loadConfig({ file });
      // Speaks Kafka and HTTP: nothing of it is loaded for other commands.
      const { replay } = await import('./replay.js');
      return await replay(config, request, { ...(rate === undefined ? {} : { rate }), dryRun }, terminal);
    });
  });
};
