import type { SupervisorMessage, WorkerMessage, WorkerStats } from '../ipc/messages.js';
import { readSupervisorMessage } from '../ipc/read-message.js';

/** The worker's end of the channel to its supervisor. */
export interface Channel {
  /** Sends; resolves when the message is out or the supervisor is gone, whichever comes first. Never rejects. */
  say(message: WorkerMessage): Promise<void>;
  /**
   * Sends statistics. While the last ones are still on their way, only the newest wait: a supervisor that stands still
   * costs no memory.
   */
  report(stats: WorkerStats): void;
}

/** What comes in. */
export interface ChannelListener {
  readonly onMessage: (message: SupervisorMessage) => void;
  /** A message that cannot be read is ignored. */
  readonly onGarbled: (reason: string) => void;
  /** The supervisor is gone. Called once. */
  readonly onClosed: () => void;
}

/** Opens the channel of a forked process. */
export function openChannel(listener: ChannelListener): Channel {
  let reporting = false;
  let waiting: WorkerStats | undefined;
  process.on('message', (value) => {
    const { message, garbled } = readSupervisorMessage(value);
    if (message === undefined) listener.onGarbled(garbled);
    else listener.onMessage(message);
  });
  process.once('disconnect', listener.onClosed);
  const say = (message: WorkerMessage): Promise<void> =>
    new Promise((resolve) => {
      // An error here means that the supervisor is gone, and `disconnect` says that.
      if (process.connected && process.send !== undefined) process.send(message, () => resolve());
      else resolve();
    });
  const report = (stats: WorkerStats): void => {
    if (reporting) {
      waiting = stats;
      return;
    }
    reporting = true;
    void say({ type: 'stats', stats }).then(() => {
      reporting = false;
      const next = waiting;
      waiting = undefined;
      if (next !== undefined) report(next);
    });
  };
  return { say, report };
}
