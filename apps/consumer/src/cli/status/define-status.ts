import { loadConfig } from '@kafka-splunk/config';
import { configFile, type DefineCommand } from '../command.js';
import { exitCodes } from '../exit-codes.js';
import { adminUrl } from './admin-url.js';
import { showStatus } from './show-status.js';

const help = `
Asks the running program through its admin server: at admin.host and admin.port of the config file,
or at --url, which needs no file. --json prints the report as /status.json has it; with --watch one
line per beat. Ctrl-C ends --watch.

Exit codes: 0 the program answered, whatever its state; 1 nobody answers; 2 the command line or the
config is wrong, or admin.enabled is false.
`;

interface Options {
  readonly url?: string;
  readonly watch?: boolean;
  readonly json?: boolean;
  readonly all?: boolean;
}

/** `status`: where the running program stands. */
export const defineStatus: DefineCommand = (program, choose) => {
  const status = program
    .command('status')
    .description('show where the running program stands, and what is in its way')
    .option('--url <url>', 'address of its admin server, as http://127.0.0.1:9464')
    .option('-w, --watch', 'show it again every second')
    .option('--json', 'as JSON, for scripts')
    .option('--all', 'every partition, not only the first twenty')
    .addHelpText('after', help);
  status.action(({ url, watch = false, json = false, all = false }: Options) => {
    const { file } = configFile(status);
    if (url !== undefined && !/^https?:\/\//i.test(url))
      status.error('error: --url begins with http:// or https://');
    choose(async (terminal) => {
      const asked = url === undefined ? adminUrl(loadConfig({ file }).config.admin, file) : { url };
      if (asked.url !== undefined) return await showStatus({ base: asked.url, watch, json, all }, terminal);
      await terminal.complain(`${asked.problem}\n`);
      return exitCodes.usage;
    });
  });
};
