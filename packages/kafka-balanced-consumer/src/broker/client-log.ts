import { type LogEntry, logLevel } from 'kafkajs';
import { now } from '../clock.js';

/** Who listens to the client's log. */
export interface ClientLogListener {
  warning(message: string): void;
}

/** What the client says while all is well, or what we tell ourselves once it is more than a retry. */
const NO_NEWS = [
  'The group is rebalancing',
  'Failed to execute listener',
  'Response GroupCoordinator(',
  'Response Heartbeat(',
  'Response JoinGroup(',
  // We look for topics that are missing.
  'Response Metadata(',
  'Response SyncGroup(',
  // kafkajs says good-bye once more than we did.
  'Response LeaveGroup(',
  'Response OffsetCommit(',
  'Restarting the consumer',
  // A bad answer, told where it was found (answer-guard.ts).
  'Connection error: broker ',
  // It does not: see reset-tap.ts.
  'Offset out of range, resetting to default offset',
  // The same failure is reported once more by the end of the session, with what follows from it.
  'Crash:',
];

/** The same words are passed on once in so many milliseconds: a broker that is down fails many times a second. */
const REPEAT_AFTER_MS = 10_000;

/** A kafkajs `logCreator` that passes on what an operator should know, in one line without stack. */
export function clientLog(listener: ClientLogListener): () => (entry: LogEntry) => void {
  const toldAt = new Map<string, number>();
  const tell = (message: string) => {
    const at = now();
    if (at - (toldAt.get(message) ?? 0) < REPEAT_AFTER_MS) return;
    if (toldAt.size > 100) toldAt.clear();
    toldAt.set(message, at);
    listener.warning(message);
  };
  return () => (entry) => {
    if (entry.level > logLevel.WARN) return;
    const { message, error } = entry.log;
    if (NO_NEWS.some((start) => message.startsWith(start))) return;
    tell(typeof error === 'string' ? `${message}: ${error}` : message);
  };
}
