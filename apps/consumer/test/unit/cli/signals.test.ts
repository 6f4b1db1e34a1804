import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { listenForSignals } from '../../../src/cli/signals.js';

describe('signals', () => {
  let source: EventEmitter;
  let wishes: string[];
  let now: number;
  let gone: boolean;
  let silence: () => void;
  const raise = (signal: string, at: number): void => {
    now = at;
    source.emit(signal, signal);
  };

  beforeEach(() => {
    source = new EventEmitter();
    wishes = [];
    gone = false;
    silence = listenForSignals(
      source,
      {
        onStop: (signal) => wishes.push(`stop ${signal}`),
        onEndAtOnce: (signal) => wishes.push(`end ${signal}`),
        onReload: () => wishes.push('reload'),
        terminalGone: () => gone,
      },
      () => now,
    );
  });

  it('stop first, and end at once the second time, whichever they are', () => {
    raise('SIGTERM', 0);
    raise('SIGINT', 500);
    expect(wishes).toEqual(['stop SIGTERM', 'end SIGINT']);
  });

  it('count once when terminal and package manager both pass on one Ctrl-C', () => {
    raise('SIGINT', 0);
    raise('SIGINT', 3);
    raise('SIGINT', 499);
    expect(wishes).toEqual(['stop SIGINT']);
  });

  it('reload by SIGHUP, as often as it comes, until the first that stops', () => {
    raise('SIGHUP', 0);
    raise('SIGHUP', 1);
    raise('SIGTERM', 2);
    raise('SIGHUP', 3);
    expect(wishes).toEqual(['reload', 'reload', 'stop SIGTERM']);
  });

  it('stop by SIGHUP when it means that the terminal is gone', () => {
    gone = true;
    raise('SIGHUP', 0);
    expect(wishes).toEqual(['stop SIGHUP']);
  });

  it('are let go of', () => {
    silence();
    raise('SIGTERM', 0);
    expect(wishes).toEqual([]);
    expect(source.eventNames()).toEqual([]);
  });
});
