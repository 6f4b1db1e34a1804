import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AckBook } from '../../../src/delivery/ack-book.js';

describe('a book of acknowledgements', () => {
  it('takes ids in any order of requests that were in flight together', () => {
    const book = new AckBook<string>();
    const mark = book.highest;
    expect(book.enter(2, 'c', mark, false, 0)).toBe(true);
    expect(book.enter(0, 'a', mark, false, 0)).toBe(true);
    expect(book.enter(1, 'b', mark, false, 0)).toBe(true);
    expect(book.ids()).toEqual([2, 0, 1]);
    book.heard([1, 9]);
    expect(book.ids()).toEqual([2, 0]);
    expect(book.takeHeard(0)).toEqual({ confirmed: ['b'], doubtful: [] });
    expect(book.takeHeard(0)).toEqual({ confirmed: [], doubtful: [] });
    expect(book.size).toBe(2);
  });

  it('sees ids that began again, unless nothing else is open', () => {
    const book = new AckBook<string>();
    for (const id of [0, 1, 2]) book.enter(id, `${id}`, book.highest, true, 0);
    const mark = book.highest;
    expect(book.enter(0, 'new', mark, true, 0)).toBe(false);
    expect(book.enter(2, 'new', -1, true, 0)).toBe(false);
    expect(book.takeAll()).toEqual(['0', '1', '2']);
    expect(book.enter(0, 'new', mark, false, 0)).toBe(false);
    expect(book.enter(0, 'new', mark, true, 0)).toBe(true);
    expect(book.highest).toBe(0);
  });

  it('gives up what has waited too long, the oldest first', () => {
    const book = new AckBook<string>();
    for (const id of [0, 1, 2]) book.enter(id, `${id}`, -1, false, id * 10);
    expect(book.takeOverdue(10)).toEqual(['0', '1']);
    expect(book.takeOverdue(10)).toEqual([]);
    expect(book.size).toBe(1);
  });

  it('does not believe a low id while requests are without an answer, nor when one of them was lost', () => {
    const book = new AckBook<string>();
    for (const id of [0, 1, 2]) book.enter(id, `${id}`, book.highest, true, 0);
    book.heard([0, 1, 2]);
    expect(book.takeHeard(2)).toEqual({ confirmed: ['2'], doubtful: [] });
    book.lost();
    expect(book.takeHeard(0)).toEqual({ confirmed: ['1'], doubtful: ['0'] });
    // What was lost before an id was given says nothing about it.
    book.enter(3, '3', book.highest, true, 0);
    book.heard([3]);
    expect(book.takeHeard(0)).toEqual({ confirmed: ['3'], doubtful: [] });
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
          let flying: { id: number; mark: number; number: number; life: number }[] = [];
          let life = 0;
          const truths = new Set<number>();
          for (const step of steps) {
            const one = step === 'answer last' ? flying.at(-1) : flying[0];
            switch (step) {
              case 'send':
                indexed.set(next, number);
                flying.push({ id: next++, mark: book.highest, number: number++, life });
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
                book.lost();
                break;
              default:
                if (one === undefined) break;
                flying = flying.filter((each) => each !== one);
                if (one.life < life) {
                  book.lost();
                  break;
                }
                if (book.enter(one.id, one.number, one.mark, flying.length === 0, 0)) break;
                // What the session does: everything is given up, and a new channel begins.
                book = new AckBook();
                next = 0;
                indexed = new Map();
                flying = [];
            }
            for (const confirmed of book.takeHeard(flying.length).confirmed) {
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
