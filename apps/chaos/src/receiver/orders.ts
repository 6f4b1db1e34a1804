import type { Fault } from '@kafka-splunk/hec-receiver';

/** What a receiver is told, by IPC. */
export type Order =
  /** From now on this goes wrong too, until it is taken back under its name. */
  | { readonly do: 'begin'; readonly name: string; readonly fault: Fault }
  | { readonly do: 'end'; readonly name: string }
  | { readonly do: 'token'; readonly enabled: boolean };

/** What a receiver says. */
export type Word = { readonly word: 'listening'; readonly port: number } | { readonly word: 'done' };
