import { parseArgs } from 'node:util';
import { type FaultName, faultNames } from './plan/fault-kinds.js';

/** What the user asks for. */
export interface ChaosOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly runs: number;
  readonly faults: readonly FaultName[];
  /** Whether the program waits for acknowledgements; undefined: the seed of each run says. */
  readonly ack: boolean | undefined;
  /** Keeps what the program printed though nothing is wrong. */
  readonly keep: boolean;
  /** Writes docs/reliability.md. */
  readonly write: boolean;
}

/** A command line, read. */
export type Invocation =
  | { readonly kind: 'run'; readonly options: ChaosOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'usage-error'; readonly message: string };

/** The help text. */
export const helpText: string = `Breaks things at random around the real program, and counts every event.

Usage: pnpm test:chaos [options]

  --seed N      the seed of the first run; the next runs count on from it (default: by the clock)
  --minutes M   how long faults go on in each run (default 1.25)
  --runs K      how many runs, on the same three brokers (default 1)
  --faults a,b  only these: ${faultNames.join(', ')}
  --ack on|off  whether the program waits for acknowledgements (default: by the seed)
  --keep        keep what the program printed and what was seen of it, though nothing is wrong
  --write       write the report to docs/reliability.md
  -h, --help    print this text

The same seed and minutes give the same schedule. Needs Linux.

Exit code: 0 nothing to complain about, 1 something was lost or went wrong, 2 usage.
`;

/** Reads arguments. Never throws. `now` is where a seed comes from when none is given. */
export function readInvocation(args: readonly string[], now: number): Invocation {
  try {
    const { values } = parseArgs({
      args: args[0] === '--' ? args.slice(1) : [...args],
      options: {
        seed: { type: 'string' },
        minutes: { type: 'string' },
        runs: { type: 'string' },
        faults: { type: 'string' },
        ack: { type: 'string' },
        keep: { type: 'boolean' },
        write: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return { kind: 'help' };
    const options = {
      seed: numberIn('seed', values.seed ?? String(Math.floor(now / 1000) % 1_000_000), 0, 0xffff_ffff, true),
      minutes: numberIn('minutes', values.minutes ?? '1.25', 0.2, 600, false),
      runs: numberIn('runs', values.runs ?? '1', 1, 10_000, true),
      faults: values.faults === undefined ? faultNames : values.faults.split(',').map(faultName),
      ack: values.ack === undefined ? undefined : onOrOff(values.ack),
      keep: values.keep === true,
      write: values.write === true,
    };
    return { kind: 'run', options };
  } catch (error) {
    return { kind: 'usage-error', message: (error as { message?: string }).message ?? String(error) };
  }
}

function numberIn(name: string, text: string, min: number, max: number, whole: boolean): number {
  const value = Number(text.trim() === '' ? Number.NaN : text);
  if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
  throw new Error(`--${name} is "${text}": give a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
}

function onOrOff(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on';
  throw new Error(`--ack is "${text}": it takes on or off.`);
}

function faultName(text: string): FaultName {
  const name = faultNames.find((each) => each === text.trim());
  if (name === undefined) throw new Error(`--faults holds "${text}": there are ${faultNames.join(', ')}.`);
  return name;
}
