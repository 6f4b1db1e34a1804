import type { Fault } from '@kafka-splunk/hec-receiver';

/** What goes wrong, and with which requests: those with events, or those that ask for acknowledgements. */
export interface Wrong {
  readonly with: 'events' | 'acks';
  readonly fault: Fault;
}

/** What a receiver is told, by IPC. */
export type Order =
  /** From now on this goes wrong too, until it is taken back under its name. */
  | { readonly do: 'begin'; readonly name: string; readonly wrong: Wrong }
  | { readonly do: 'end'; readonly name: string }
  | { readonly do: 'token'; readonly enabled: boolean }
  /** The indexer forgets its acknowledgements, and what it has taken and not indexed. */
  | { readonly do: 'restart' };

/** What a receiver says. */
export type Word = { readonly word: 'listening'; readonly port: number } | { readonly word: 'done' };
