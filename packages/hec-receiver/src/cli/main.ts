import { readFileSync } from 'node:fs';
import { isReceiverError } from '../errors.js';
import { addFault, parseFault } from '../faults/fault-text.js';
import type { ParentMessage, ReceiverMessage } from '../process/process-message.js';
import { startReceiver } from '../receiver.js';
import { helpText, parseArguments } from './arguments.js';
import { EventPrinter } from './event-printer.js';

/**
 * The command `hec-receiver`. Answers the exit code of what is over at once (0 for help, 2 for bad usage, 1 when it cannot
 * listen), or undefined while the receiver runs.
 */
export async function main(args: readonly string[]): Promise<number | undefined> {
  try {
    const command = parseArguments(args);
    if (command.kind === 'help') {
      process.stdout.write(helpText);
      return 0;
    }
    if (command.kind === 'version') {
      process.stdout.write(`${ownVersion()}\n`);
      return 0;
    }
    const printer = command.print ? new EventPrinter(process.stdout) : undefined;
    const receiver = await startReceiver({
      ...command.options,
      ...(printer === undefined ? {} : { onEvent: (bytes) => printer.print(bytes) }),
    });
    for (const fault of command.faults) addFault(receiver.faults, fault);
    const stop = () => void receiver.stop().then(() => process.disconnect?.());
    if (process.send === undefined) {
      process.stderr.write(
        `HEC receiver at ${receiver.url} (page: ${receiver.url}/)\ntoken ${receiver.token}\n`,
      );
      process.once('SIGINT', stop).once('SIGTERM', stop);
      return undefined;
    }
    // A child: the parent's terminal sends Ctrl-C to both, and only the parent knows when all is counted.
    process.on('SIGINT', () => {});
    process.once('SIGTERM', stop).once('disconnect', stop);
    process.on('message', (message: ParentMessage) => {
      if (message.kind === 'read') tell({ kind: 'snapshot', id: message.id, snapshot: receiver.snapshot() });
      else if (message.kind === 'fault')
        tell(answerToFault(message.id, () => addFault(receiver.faults, parseFault(message.text))));
      else if (message.kind === 'stop') stop();
    });
    tell({ kind: 'listening', url: receiver.url, port: receiver.port, token: receiver.token });
    return undefined;
  } catch (error) {
    if (!isReceiverError(error)) throw error;
    tell({ kind: 'failed', code: error.code, text: error.message });
    process.stderr.write(`hec-receiver: ${error.message}\n`);
    process.disconnect?.();
    return error.code === 'RECEIVER_BAD_OPTION' || error.code === 'RECEIVER_BAD_FAULT' ? 2 : 1;
  }
}

function answerToFault(id: number, add: () => void): ReceiverMessage {
  try {
    add();
    return { kind: 'done', id };
  } catch (error) {
    if (!isReceiverError(error)) throw error;
    return { kind: 'refused', id, text: error.message };
  }
}

function tell(message: ReceiverMessage): void {
  process.send?.(message);
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
