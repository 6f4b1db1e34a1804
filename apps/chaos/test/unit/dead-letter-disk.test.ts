import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { DeadLetterDisk } from '../../src/program/dead-letter-disk.js';

const home = mkdtempSync(join(tmpdir(), 'chaos-disk-'));
afterAll(() => rmSync(home, { recursive: true }));

test('a full disk takes nothing, and gives back what it had', () => {
  const folder = join(home, 'dead-letters');
  const path = join(folder, 'g-0.jsonl');
  const disk = new DeadLetterDisk(folder);
  expect(disk.files()).toEqual(new Map());
  mkdirSync(folder);
  writeFileSync(path, 'a\n');
  expect(disk.files()).toEqual(new Map([['g-0.jsonl', path]]));
  disk.fill();
  expect(() => appendFileSync(path, 'b\n')).toThrow(
    expect.objectContaining({ code: 'ENOSPC' }) as unknown as Error,
  );
  const kept = disk.files().get('g-0.jsonl') as string;
  expect(readFileSync(kept, 'utf8')).toBe('a\n');
  disk.free();
  appendFileSync(path, 'c\n');
  expect(readFileSync(path, 'utf8')).toBe('a\nc\n');
  expect(disk.files()).toEqual(new Map([['g-0.jsonl', path]]));
  disk.fill();
  disk.free();
  expect(readFileSync(path, 'utf8')).toBe('a\nc\n');
});
