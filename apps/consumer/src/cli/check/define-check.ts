import { configFile, type DefineCommand } from '../command.js';

const help = `
Looks at everything that has to be right before events flow, line by line, each with what to do:
the config and the folder of the dead letters; each broker, TLS, the login, the addresses that the
cluster names, topics and the right to read them, partitions against workers, the right to join the
group, committed offsets and lag; each endpoint, its health, the clock, the token, acknowledgement
and gzip.

It changes nothing, and sends no event: whether a token may write to an index shows only with
--send-test-event, which sends one event to each destination.

Exit codes:
  0  nothing failed; there may be warnings
  1  something failed
  2  the command line or the config is wrong

Each warning and failure has a code; docs/checks.md lists them.
`;

/** `check`: looks at config, Kafka and Splunk like a doctor. */
export const defineCheck: DefineCommand = (program, choose) => {
  const check = program
    .command('check')
    .description('look at config, Kafka and Splunk, and say what has to be mended')
    .option('--send-test-event', 'send one event to each destination, to see whether it may be written')
    .option('--json', 'as JSON, for scripts')
    .addHelpText('after', help);
  check.action(({ sendTestEvent = false, json = false }: { sendTestEvent?: boolean; json?: boolean }) => {
    const { file } = configFile(check);
    choose(async (terminal) => {
      // Speaks Kafka and HTTP: nothing of it is loaded for other commands.
      const { check: run } = await import('./check.js');
      return await run({ file, sendTestEvent, json }, terminal);
    });
  });
};
