import { parseArgs } from 'node:util';

/** What the user asks of the demo. */
export interface DemoOptions {
  readonly events: number;
  /** Go on with a trickle of events until Ctrl-C. */
  readonly keep: boolean;
  /** An existing cluster, from KAFKA_BROKERS; undefined: one is started. */
  readonly brokers: readonly string[] | undefined;
}

/** A command line, read. */
export type Invocation =
  | { readonly kind: 'run'; readonly options: DemoOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'usage-error'; readonly message: string };

/** The help text. */
export const helpText: string = `Moves access log lines from a real Kafka through the real consumer into a HEC receiver, and counts them.

Usage: pnpm demo [options]

  --events N   events to move (default 500000)
  --keep       go on with a trickle of events until Ctrl-C
  -h, --help   print this text

KAFKA_BROKERS=host:port,host:port uses an existing cluster instead of starting one. A topic and a group with names of
their own are made there, and removed at the end.

Exit code: 0 all arrived, 1 something was lost or went wrong, 2 usage, 130 ended by Ctrl-C before all had arrived.
`;

const maxEvents = 200_000_000;
const broker = /^(\[[0-9a-fA-F:.]+\]|[^\s:/,]+):\d{1,5}$/;

/** Reads arguments and environment. Never throws. */
export function readInvocation(args: readonly string[], env: NodeJS.ProcessEnv): Invocation {
  let values: { events?: string; keep?: boolean; help?: boolean };
  try {
    values = parseArgs({
      // `pnpm demo -- --events 5` hands the two dashes on.
      args: args[0] === '--' ? args.slice(1) : [...args],
      options: {
        events: { type: 'string' },
        keep: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    return usageError((error as { message?: string }).message ?? String(error));
  }
  if (values.help === true) return { kind: 'help' };
  const events =
    values.events === undefined ? 500_000 : Number(values.events.replaceAll('_', '') || Number.NaN);
  if (!Number.isInteger(events) || events < 1 || events > maxEvents) {
    return usageError(`--events is "${values.events}": give a whole number from 1 to ${maxEvents}.`);
  }
  const brokers = (env.KAFKA_BROKERS ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const odd = brokers.find((each) => !broker.test(each));
  if (odd !== undefined)
    return usageError(`KAFKA_BROKERS holds "${odd}": write host:port, several with commas between.`);
  return {
    kind: 'run',
    options: { events, keep: values.keep === true, brokers: brokers.length === 0 ? undefined : brokers },
  };
}

function usageError(message: string): Invocation {
  return { kind: 'usage-error', message };
}
