import { readdirSync, readFileSync } from 'node:fs';

/** A living process, as /proc shows it. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** `Z`: it is dead, and nobody has asked how it ended. */
  readonly state: string;
  readonly residentBytes: number;
}

/** All processes of these process groups. Linux only. */
export function processesOf(groups: ReadonlySet<number>): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => factsOf(Number(name)))
    .filter((facts): facts is ProcessFacts => facts !== undefined && groups.has(facts.group))
    .filter(({ state }) => state !== 'Z');
}

/** The command line, its arguments apart by spaces; empty for a process that is gone. */
export function commandLine(pid: number): string {
  return read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ') ?? '';
}

function factsOf(pid: number): ProcessFacts | undefined {
  const text = read(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  // proc(5): behind the name in brackets come state(0) ppid(1) pgrp(2) … rss(21), in pages.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return {
    pid,
    parent: Number(fields[1]),
    group: Number(fields[2]),
    state: fields[0] as string,
    residentBytes: Number(fields[21]) * 4096,
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
