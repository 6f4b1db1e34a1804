import { type Fault, startReceiver } from '@kafka-splunk/hec-receiver';
import { largestBody, poisonMarker, readEvent } from '../traffic/event-text.js';
import { JournalWriter } from './journal.js';
import type { Order, Word } from './orders.js';

/**
 * A receiver in a process of its own, to be killed. Arguments: port, file of the journal. The token comes by the
 * environment, `CHAOS_TOKEN`. It ends with its parent.
 */
export async function serveReceiver([port, journalPath]: readonly string[]): Promise<void> {
  const token = process.env.CHAOS_TOKEN as string;
  const journal = new JournalWriter(journalPath as string);
  const receiver = await startReceiver({
    port: Number(port),
    tokens: [{ token }],
    maxContentLength: largestBody,
    onEvent: (event) => journal.add(readEvent(event)?.number, Date.now()),
  });
  const faults = new Map<string, Fault>();
  const setFaults = (): void => {
    receiver.faults.clear();
    for (const fault of faults.values()) receiver.faults.always(fault);
    receiver.faults.always({ do: 'poison', marker: poisonMarker });
  };
  setFaults();
  const say = (word: Word): void => void process.send?.(word);
  process.on('message', (order: Order) => {
    if (order.do === 'token') {
      receiver.tokens[order.enabled ? 'enable' : 'disable'](token);
    } else {
      // Requests that hang would hang for ever: the end of a proxy's patience is what frees them.
      if (order.do === 'end' && faults.get(order.name)?.do === 'hang-after-accept')
        receiver.closeConnections();
      if (order.do === 'begin') faults.set(order.name, order.fault);
      else faults.delete(order.name);
      setFaults();
    }
    say({ word: 'done' });
  });
  process.once('disconnect', () => process.exit());
  say({ word: 'listening', port: receiver.port });
}
