import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AckBook, type Flight } from '../../../src/delivery/ack-book.js';

/** Sends a request, and has it answered with this id at once. */
function take<T>(book: AckBook<T>, id: number, item: T, at = 0): boolean {
  const flight = book.sent();
  book.answered(flight);
  return book.enter(flight, id, item, at);
}

describe('a book of acknowledgements', () => {
  it('takes ids in any order of requests that were in flight together', () => {
    const book = new AckBook<string>();
    const flights = ['a', 'b', 'c'].map((item) => ({ item, flight: book.sent() }));
    for (const id of [2, 0, 1]) {
      const { flight, item } = flights[id]!;
      book.answered(flight);
      expect(book.enter(flight, id, item, 0)).toBe(true);
    }
    expect(book.ids()).toEqual([2, 0, 1]);
    book.heard([1, 9]);
    expect(book.ids()).toEqual([2, 0]);
    expect(book.takeHeard()).toEqual({ confirmed: ['b'], doubtful: [] });
    expect(book.takeHeard()).toEqual({ confirmed: [], doubtful: [] });
    expect(book.size).toBe(2);
  });

  it('sees ids that began again, unless nothing else is open', () => {
    const book = new AckBook<string>();
    const early = book.sent();
    for (const id of [0, 1, 2]) take(book, id, `${id}`);
    expect(take(book, 0, 'new')).toBe(false);
    book.answered(early);
    expect(book.enter(early, 2, 'new', 0)).toBe(false);
    expect(book.takeAll()).toEqual(['0', '1', '2']);
    const other = book.sent();
    expect(take(book, 0, 'new')).toBe(false);
    book.answered(other);
    expect(take(book, 0, 'new')).toBe(true);
    expect(take(book, 1, 'next')).toBe(true);
  });

  it('gives up what has waited too long, the oldest first', () => {
    const book = new AckBook<string>();
    for (const id of [0, 1, 2]) take(book, id, `${id}`, id * 10);
    expect(book.takeOverdue(10)).toEqual(['0', '1']);
    expect(book.takeOverdue(10)).toEqual([]);
    expect(book.size).toBe(1);
  });

  it('does not believe a low id while requests are without an answer, nor when one of them was lost', () => {
    const book = new AckBook<string>();
    for (const id of [0, 1, 2]) take(book, id, `${id}`);
    const [one, other] = [book.sent(), book.sent()];
    book.heard([0, 1, 2]);
    expect(book.takeHeard()).toEqual({ confirmed: ['2'], doubtful: [] });
    book.lost(one);
    expect(book.takeHeard()).toEqual({ confirmed: [], doubtful: ['0'] });
    book.answered(other);
    expect(book.takeHeard()).toEqual({ confirmed: ['1'], doubtful: [] });
    // What was lost before an id was given says nothing about it.
    take(book, 3, '3');
    book.heard([3]);
    expect(book.takeHeard()).toEqual({ confirmed: ['3'], doubtful: [] });
  });

  it('believes it under steady load: what is sent after the answer cannot be meant', () => {
    const book = new AckBook<string>();
    take(book, 0, '0');
    let flight = book.sent();
    book.heard([0]);
    const next = book.sent();
    book.answered(flight);
    flight = next;
    expect(book.takeHeard().confirmed).toEqual(['0']);
    // Nor does it matter when that one is lost.
    book.answered(flight);
    take(book, 1, '1');
    book.heard([1]);
    book.lost(book.sent());
    expect(book.takeHeard().confirmed).toEqual(['1']);
  });

  // An indexer that restarts at any time, and breaks off what is in flight; whose answers overtake each other and get
  // lost.
  it('never takes an acknowledgement of one request for another’s', () => {
    let confirmations = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('send', 'send', 'answer first', 'answer last', 'lose', 'restart', 'poll', 'poll'),
          { minLength: 10, maxLength: 200, size: 'max' },
        ),
        (steps) => {
          let book = new AckBook<number>();
          let next = 0;
          let indexed = new Map<number, number>();
          let number = 0;
          let flying: { id: number; flight: Flight; number: number; life: number }[] = [];
          let life = 0;
          const truths = new Set<number>();
          for (const step of steps) {
            const one = step === 'answer last' ? flying.at(-1) : flying[0];
            switch (step) {
              case 'send':
                indexed.set(next, number);
                flying.push({ id: next++, flight: book.sent(), number: number++, life });
                break;
              case 'restart':
                life++;
                next = 0;
                indexed = new Map();
                break;
              case 'poll': {
                const heard = book.ids().filter((id) => indexed.has(id));
                for (const id of heard) {
                  truths.add(indexed.get(id)!);
                  indexed.delete(id);
                }
                book.heard(heard);
                break;
              }
              case 'lose':
                if (one === undefined) break;
                flying = flying.filter((each) => each !== one);
                book.lost(one.flight);
                break;
              default:
                if (one === undefined) break;
                flying = flying.filter((each) => each !== one);
                if (one.life < life) {
                  book.lost(one.flight);
                  break;
                }
                book.answered(one.flight);
                if (book.enter(one.flight, one.id, one.number, 0)) break;
                // What the session does: everything is given up, and a new channel begins.
                book = new AckBook();
                next = 0;
                indexed = new Map();
                flying = [];
            }
            for (const confirmed of book.takeHeard().confirmed) {
              confirmations++;
              expect(truths.has(confirmed)).toBe(true);
            }
          }
        },
      ),
      { numRuns: 2000 },
    );
    expect(confirmations).toBeGreaterThan(1000);
  });
});
