import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { largestBody, poisonMarker, readEvent } from '../traffic/event-text.js';
import { ackMs, type Indexing, indexingAtOnce, indexingLater } from './indexing.js';
import { JournalWriter } from './journal.js';
import type { Order, Word, Wrong } from './orders.js';

/** How often what is to be indexed is looked at, milliseconds. */
const tendMs = 50;

/**
 * A receiver in a process of its own, to be killed. Arguments: port, file of the journal, and `ack` where it gives
 * acknowledgements. The token comes by the environment, `CHAOS_TOKEN`. It ends with its parent.
 */
export async function serveReceiver([port, journalPath, ack]: readonly string[]): Promise<void> {
  const token = process.env.CHAOS_TOKEN as string;
  const useAck = ack === 'ack';
  const journal = new JournalWriter(journalPath as string);
  const indexing = useAck ? indexingLater(journal) : indexingAtOnce(journal);
  const receiver = await startReceiver({
    port: Number(port),
    tokens: [{ token, useAck }],
    ackDelayMs: useAck ? ackMs : 0,
    maxContentLength: largestBody,
    onEvent: (event) => indexing.take(readEvent(event)?.number),
  });
  // Before each question too: what is acknowledged is in the index.
  receiver.onRequest(() => indexing.tend());
  setInterval(() => indexing.tend(), tendMs);
  const obey = orders(receiver, indexing, token);
  const say = (word: Word): void => void process.send?.(word);
  process.on('message', (order: Order) => {
    obey(order);
    say({ word: 'done' });
  });
  process.once('disconnect', () => process.exit());
  say({ word: 'listening', port: receiver.port });
}

function orders(receiver: Receiver, indexing: Indexing, token: string): (order: Order) => void {
  const wrongs = new Map<string, Wrong>();
  const setFaults = (): void => {
    receiver.faults.clear();
    for (const { with: which, fault } of wrongs.values()) {
      if (which === 'events') receiver.faults.always(fault);
      else receiver.faults.when(({ endpoint }) => endpoint === 'ack').always(fault);
    }
    receiver.faults.always({ do: 'poison', marker: poisonMarker });
  };
  setFaults();
  return (order) => {
    switch (order.do) {
      case 'token':
        receiver.tokens[order.enabled ? 'enable' : 'disable'](token);
        break;
      case 'restart':
        indexing.crash();
        receiver.restartIndexers();
        break;
      case 'begin':
        wrongs.set(order.name, order.wrong);
        setFaults();
        break;
      case 'end':
        // Requests that hang would hang for ever: the end of a proxy's patience is what frees them.
        if (wrongs.get(order.name)?.fault.do === 'hang-after-accept') receiver.closeConnections();
        wrongs.delete(order.name);
        setFaults();
        break;
    }
  };
}
