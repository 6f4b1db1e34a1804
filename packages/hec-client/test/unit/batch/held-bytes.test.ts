import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { HeldBytes, openAccount } from '../../../src/batch/held-bytes.js';

describe('HeldBytes', () => {
  const fill = (held: HeldBytes, account = openAccount(), piece = 10): number => {
    for (let i = 0; i < 500 && held.mayOpen(account, piece); i++) held.change(account, piece);
    return account.held;
  };

  it('lets one destination take half, the next one a quarter, and so on', () => {
    const held = new HeldBytes(1000, () => undefined);
    const taken = [fill(held), fill(held), fill(held), fill(held)];
    expect(taken[0]).toBe(500);
    expect(taken[1]).toBeLessThanOrEqual(250);
    expect(taken[1]).toBeGreaterThanOrEqual(240);
    expect(taken[3]).toBeGreaterThan(0);
    expect(held.total).toBeLessThanOrEqual(1000);
  });

  it('gives a stalled destination one batch and no more', () => {
    const held = new HeldBytes(1000, () => undefined);
    const account = { ...openAccount(), stalled: true };
    expect(fill(held, account)).toBe(10);
  });

  it('lets a single event over everything go when nothing is held', () => {
    const held = new HeldBytes(10, () => undefined);
    expect(held.mayOpen(openAccount(), 5000)).toBe(true);
  });

  it('tells once, and later, that there is room after a refusal', async () => {
    let rooms = 0;
    const held = new HeldBytes(100, () => rooms++);
    const account = openAccount();
    held.change(account, 60);
    held.change(account, -10);
    await turn();
    expect(rooms).toBe(0);
    expect(held.mayOpen(account, 10)).toBe(false);
    held.change(account, -10);
    held.change(account, -10);
    expect(rooms).toBe(0);
    await turn();
    expect(rooms).toBe(1);
    held.change(account, -10);
    await turn();
    expect(rooms).toBe(1);
  });
});
