import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLog } from '../../../src/observe/log.js';
import { createLogSink } from '../../../src/observe/log-sink.js';
import { prettyLine } from '../../../src/observe/pretty.js';

/** A reader that takes nothing until it is told to. */
class SlowReader extends Writable {
  taken = '';
  #waiting: (() => void) | undefined;
  #open = false;
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.taken += chunk.toString();
    if (this.#open) done();
    else this.#waiting = done;
  }
  go(): void {
    this.#open = true;
    this.#waiting?.();
  }
}

describe('log', () => {
  it('writes JSON lines with the level by its name, time in UTC, pid and the fields of the child', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warning', fields: { worker: 2 }, write: (line) => lines.push(line) });
    log.info('too low');
    log.child({ topic: 'orders' }).warning({ partition: 1 }, 'words');
    log.critical({ err: new Error('boom') }, 'the end');
    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    const [first, second] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({
      level: 'warning',
      pid: process.pid,
      worker: 2,
      topic: 'orders',
      partition: 1,
      msg: 'words',
    });
    expect(first?.time).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
    expect(second).toMatchObject({ level: 'critical', err: { message: 'boom' } });
    expect(lines).toHaveLength(2);
  });
});

describe('log sink', () => {
  it('drops lines and says how many when the reader stands still, instead of filling the memory', async () => {
    const reader = new SlowReader();
    const sink = createLogSink(reader, { maxPendingBytes: 100, dropped: (n) => `dropped ${n}\n` });
    for (let n = 0; n < 1000; n++) sink.write('0123456789\n');
    expect(reader.writableLength).toBeLessThan(200);
    reader.go();
    await sink.flush(1000);
    sink.write('last\n');
    await sink.flush(1000);
    expect(reader.taken).toMatch(/^(0123456789\n){10}dropped 990\nlast\n$/);
  });

  it('ends its flush when the reader never reads', async () => {
    const sink = createLogSink(new SlowReader());
    sink.write('line\n');
    await sink.flush(10);
  });

  it('outlives a reader that is gone', async () => {
    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
    });
    const sink = createLogSink(gone);
    sink.write('one\n');
    await sink.flush(1000);
    sink.write('two\n');
    await sink.flush(1000);
  });
});

describe('pretty line', () => {
  const entry = {
    level: 'warning',
    time: '2026-03-04T12:04:09.123Z',
    pid: 1,
    worker: 1,
    msg: 'words',
    offset: 7,
    cause: 'x',
  };

  it('is for people', () => {
    expect(prettyLine(JSON.stringify(entry), { colour: false })).toBe(
      '12:04:09Z warning  worker 1   words offset=7 cause=x\n',
    );
    expect(prettyLine(JSON.stringify(entry), { colour: true })).toContain('\u001b[33mwarning');
  });

  it('shows the stack of an error below', () => {
    const line = prettyLine(JSON.stringify({ ...entry, err: { message: 'm', stack: 'Error: m\n  at x' } }), {
      colour: false,
    });
    expect(line.split('\n').slice(1)).toEqual(['    Error: m', '      at x', '']);
  });

  it('lets no control character through to the terminal', () => {
    const line = prettyLine(JSON.stringify({ ...entry, msg: 'a\u001b[2Jb\u0007c\rd' }), { colour: false });
    expect(line).toContain('a�[2Jb�c�d');
  });

  it('passes on what it cannot read', () => {
    expect(prettyLine('plain\n', { colour: true })).toBe('plain\n');
  });
});
