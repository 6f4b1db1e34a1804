import { afterEach } from '@jest/globals';
import { type Receiver, type ReceiverOptions, startReceiver } from '../src/index.js';

const running: Receiver[] = [];

/** A receiver that is stopped after the test. */
export async function startForTest(options?: ReceiverOptions): Promise<Receiver> {
  const receiver = await startReceiver(options);
  running.push(receiver);
  return receiver;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((receiver) => receiver.stop()));
});
