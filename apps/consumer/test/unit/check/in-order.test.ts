import { expect, test } from '@jest/globals';
import { inOrder } from '../../../src/check/in-order.js';

/** A source that says when it was begun, and gives one item when it is let go. */
function gated(name: string, log: string[]): { source: AsyncIterable<string>; open: () => void } {
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  async function* source(): AsyncGenerator<string> {
    log.push(`${name} began`);
    yield `${name} 1`;
    await gate;
    yield `${name} 2`;
  }
  return { source: source(), open };
}

test('all begin at once, and come in their order, each as soon as it can', async () => {
  const log: string[] = [];
  const first = gated('a', log);
  const second = gated('b', log);
  const merged = inOrder([first.source, second.source]);
  expect((await merged.next()).value).toBe('a 1');
  expect(log).toEqual(['a began', 'b began']);
  second.open();
  const next = merged.next();
  first.open();
  expect((await next).value).toBe('a 2');
  const rest: string[] = [];
  for await (const item of merged) rest.push(item);
  expect(rest).toEqual(['b 1', 'b 2']);
});

test('an error comes at its place, and stops nobody before it', async () => {
  async function* breaks(): AsyncGenerator<string> {
    yield 'x';
    throw new Error('broken');
  }
  const seen: string[] = [];
  const log: string[] = [];
  const { source, open } = gated('a', log);
  open();
  const all = (async () => {
    for await (const item of inOrder([source, breaks()])) seen.push(item);
  })();
  await expect(all).rejects.toThrow('broken');
  expect(seen).toEqual(['a 1', 'a 2', 'x']);
});

test('nothing gives nothing', async () => {
  expect(await inOrder([]).next()).toEqual({ done: true, value: undefined });
});
