import { Writable } from 'node:stream';
import type { EventOutcome, HecBatcherOptions } from '../batcher/batcher.js';
import { createHecBatcher } from '../batcher/create-batcher.js';
import type { DeliveryState } from '../delivery-state.js';
import { tokenFromFile } from '../token-from-file.js';
import { LineReader } from './line-reader.js';
import { logEvent } from './log-event.js';

/** Keys of the batcher's options that are functions or hold sockets: they cannot reach another thread. */
type Unclonable =
  | 'token'
  | 'dispatcher'
  | 'onRejected'
  | 'onState'
  | 'signal'
  | 'backoff'
  | 'lookup'
  | 'pickEndpoint';

/** Options of the pino transport: plain data, since they travel to pino's worker thread. */
export interface PinoTransportOptions extends Omit<HecBatcherOptions, Unclonable> {
  /** The token. Give this or `tokenFile`. */
  readonly token?: string;
  /** A file with the token, see {@link tokenFromFile}. */
  readonly tokenFile?: string;
  /**
   * Milliseconds that the end may take. pino waits ten seconds for its worker when the process exits.
   * @defaultValue 5000
   */
  readonly closeDeadlineMs?: number;
}

const DEADLINE_MS = 5000;

/**
 * A stream that takes pino's lines and sends each as an event with its own time. When Splunk is slow, it holds
 * `maxHeldBytes` and then lets pino's own buffer fill. What goes wrong is told as a process warning of the type
 * `HecTransportWarning`.
 *
 * @throws HecError `HEC_OPTION` for options that cannot work
 */
export function pinoTransport(options: PinoTransportOptions): Writable {
  const { token, tokenFile, closeDeadlineMs = DEADLINE_MS, ...rest } = options;
  const warnings = new Warnings();
  const batcher = createHecBatcher({
    ...rest,
    token: tokenFile === undefined ? (token ?? '') : tokenFromFile(tokenFile),
    onState: (state) => warnings.state(state),
    onRejected: (_, outcome) => warnings.rejected(outcome),
  });
  const reader = new LineReader();
  const addAll = async (lines: readonly string[]): Promise<void> => {
    for (const line of lines) await batcher.add(logEvent(line));
  };
  return new Writable({
    decodeStrings: false,
    write(piece: string | Buffer, _, done) {
      addAll(reader.read(piece.toString())).then(() => done(), done);
    },
    final(done) {
      addAll(reader.end())
        .then(() => batcher.close({ deadlineMs: closeDeadlineMs }))
        .then(({ unknown, unsent }) => {
          warnings.left(unknown + unsent);
          done();
        })
        .catch(done);
    },
    destroy(error, done) {
      batcher.close({ deadlineMs: 0 }).then(() => done(error), done);
    },
  });
}

/** What an operator has to know, without one line per event. */
class Warnings {
  #rejected = 0;

  state({ name, state, cause, down }: DeliveryState): void {
    // A single busy answer is no news; that it lasts, that somebody has to mend something, and that it works again, is.
    if (state === 'paused' || down) warn(`${name}: ${state}${cause === undefined ? '' : `, ${cause}`}`);
  }

  rejected({ text }: EventOutcome): void {
    this.#rejected++;
    // Told at 1, 2, 4, 8 …
    if (Number.isInteger(Math.log2(this.#rejected))) {
      warn(`${this.#rejected} log event(s) rejected so far, the last one: ${text ?? 'no reason given'}`);
    }
  }

  left(events: number): void {
    if (events > 0) warn(`${events} log event(s) had no answer when the time for closing was up`);
  }
}

const warn = (message: string): void => process.emitWarning(message, 'HecTransportWarning');
