import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ReceiverError } from '../errors.js';
import { parseFault, type WrittenFault } from '../faults/fault-text.js';
import { defaultToken, type ReceiverOptions } from '../options.js';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'run';
      readonly options: ReceiverOptions;
      readonly faults: readonly WrittenFault[];
      readonly print: boolean;
    };

/** The help text. */
export const helpText: string = `hec-receiver: a Splunk HTTP Event Collector on your own machine

Usage: hec-receiver [options]

  --port N              port to listen on, 0 for a free one (default 8088)
  --host ADDRESS        address to listen on (default 127.0.0.1)
  --token TOKEN         token to accept, may be given several times (default ${defaultToken})
  --ack                 indexer acknowledgement for all tokens
  --ack-delay MS        milliseconds until an event counts as indexed (default 0)
  --indexers N          indexers with acks of their own, bound by a cookie (default 1)
  --index NAME          index the tokens may write to, may be given several times (default any)
  --allow-query-token   the token may stand in the query string
  --max-bytes N         largest body in bytes (default 838860800)
  --fault TEXT          something that goes wrong, may be given several times:
                          "503/9 x3"                the next three requests are told "Server is busy"
                          "503/9 if index=dead"     every request for one index
                          "400/6@7 x1"              event 7 is refused, those before it are in
                          "poison:BAD"              every event that holds BAD is refused
                          "reset-after-accept x1"   taken, then the connection breaks
                          "hang x1", "slow:500", "half-answer x1", "502 x1"
  --tls-cert FILE       certificate, PEM; with --tls-key it serves HTTPS
  --tls-key FILE        private key, PEM
  --tls-client-ca FILE  let in only clients with a certificate of this authority
  --print               print every event to standard output
  --version             print the version
  -h, --help            print this text

It prints its address and token, serves a page at the address, and ends on Ctrl-C.
`;

/** Reads the command line. Throws RECEIVER_BAD_OPTION and RECEIVER_BAD_FAULT, with a message for the user. */
export function parseArguments(args: readonly string[]): Command {
  const { values } = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.version === true) return { kind: 'version' };
  const tokens = values.token ?? [defaultToken];
  const tls = tlsOf(values['tls-cert'], values['tls-key'], values['tls-client-ca']);
  return {
    kind: 'run',
    faults: (values.fault ?? []).map(parseFault),
    print: values.print === true,
    options: {
      port: wholeNumber('port', values.port ?? '8088'),
      host: values.host ?? '127.0.0.1',
      ackDelayMs: wholeNumber('ack-delay', values['ack-delay'] ?? '0'),
      indexers: wholeNumber('indexers', values.indexers ?? '1'),
      tokens: tokens.map((token) => ({
        token,
        useAck: values.ack === true,
        indexes: values.index ?? [],
        allowQueryString: values['allow-query-token'] === true,
      })),
      ...(values['max-bytes'] === undefined
        ? {}
        : { maxContentLength: wholeNumber('max-bytes', values['max-bytes']) }),
      ...(tls === undefined ? {} : { tls }),
    },
  };
}

// The answer's type is parseArgs's own: it follows from the table.
function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        token: { type: 'string', multiple: true },
        ack: { type: 'boolean' },
        'ack-delay': { type: 'string' },
        indexers: { type: 'string' },
        index: { type: 'string', multiple: true },
        'allow-query-token': { type: 'boolean' },
        'max-bytes': { type: 'string' },
        fault: { type: 'string', multiple: true },
        'tls-cert': { type: 'string' },
        'tls-key': { type: 'string' },
        'tls-client-ca': { type: 'string' },
        print: { type: 'boolean' },
        version: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw badOption((error as { message?: string }).message ?? String(error));
  }
}

function tlsOf(
  cert: string | undefined,
  key: string | undefined,
  clientCa: string | undefined,
): ReceiverOptions['tls'] {
  if (cert === undefined && key === undefined && clientCa === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw badOption('--tls-cert and --tls-key go together: give both.');
  const files = { cert: readFile('tls-cert', cert), key: readFile('tls-key', key) };
  return clientCa === undefined ? files : { ...files, clientCa: readFile('tls-client-ca', clientCa) };
}

function readFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw badOption(
      `--${option}: cannot read ${path} (${(error as { code?: string }).code ?? 'unknown error'}).`,
    );
  }
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw badOption(`--${option} is "${text}": give a whole number.`);
  return Number(text);
}

function badOption(message: string): ReceiverError {
  return new ReceiverError('RECEIVER_BAD_OPTION', message);
}
