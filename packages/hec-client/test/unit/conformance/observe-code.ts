import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import { eventHead, hecReplyCodes } from '../../../src/index.js';
import { RecordedClient } from '../recorded-client.js';

const NAMING = new Set([6, 7, 12, 13, 15]);
const EVENTS = ['a', 'BAD', 'c'];

/** Lets the receiver answer with a HEC code and puts into words what the client did. */
export async function observeCode(code: number): Promise<string> {
  const receiver = await startReceiver({ keep: 'events' });
  scriptCode(receiver, code);
  const recorded = new RecordedClient({ url: receiver.url, token: receiver.token, concurrency: 1 });
  const destination = recorded.client.destination({ kind: 'event' });
  recorded.add(destination, EVENTS, eventHead({ index: 'main' }));
  await recorded.flushed();
  const { counts } = recorded.client.snapshot();
  await recorded.client.close();
  const arrived = receiver.events.map(({ raw }) => raw.toString());
  await receiver.stop();

  const paused = recorded.states.find(({ state }) => state === 'paused');
  const waited = recorded.states.some(({ state }) => state === 'backing-off');
  const words = wordsFor();
  const expected = recorded.rejected.length > 0 ? ['a', 'c'] : EVENTS;
  if (!expected.every((event) => arrived.includes(event))) throw new Error(`code ${code} loses events`);
  return words;

  function wordsFor(): string {
    if (recorded.rejected.length > 0) {
      const [one] = recorded.rejected;
      if (recorded.rejected.length > 1 || one?.event !== 'BAD')
        throw new Error(`code ${code} rejects the wrong event`);
      return 'The event that is at fault is rejected, the others are delivered.';
    }
    if (paused !== undefined) {
      return `The ${paused.scope} pauses with \`${paused.cause}\`, is probed, and loses nothing.`;
    }
    if (waited) {
      const twice = counts.duplicatesPossible > 0 ? ', counted as possibly there twice' : '';
      return `All events are sent again after a wait${twice}.`;
    }
    if (counts.requests === 1) return 'Delivered, and never sent again.';
    return 'Sent again in halves, until a bad event stands alone.';
  }
}

function scriptCode(receiver: Receiver, code: number): void {
  if (NAMING.has(code)) {
    receiver.faults.always({ do: 'poison', marker: 'BAD', code: code as 6 | 7 | 12 | 13 | 15 });
    return;
  }
  const accepted = hecReplyCodes[code]?.class === 'accepted';
  receiver.faults.next(1, { code, accept: accepted ? 'all' : 'none' });
}
