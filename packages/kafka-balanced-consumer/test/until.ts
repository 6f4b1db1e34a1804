import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until a state is reached; fails with the state's name after `ms`. */
export async function until(
  what: string,
  reached: () => boolean | Promise<boolean>,
  ms = 30_000,
): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await reached())) {
    if (Date.now() > deadline) throw new Error(`not reached within ${ms} ms: ${what}`);
    await sleep(20);
  }
}
