import type { SupervisorMessage, WorkerMessage, WorkerStats } from '../ipc/messages.js';
import { readSupervisorMessage } from '../ipc/read-message.js';

/** The worker's end of the channel to its supervisor. */
export interface Channel {
  /** Sends; resolves when the message is out or the supervisor is gone, whichever comes first. Never rejects. */
  say(message: WorkerMessage): Promise<void>;
  /**
   * Sends statistics. While earlier ones are still on their way only the newest wait: a supervisor that stands still
   * costs no memory, and one that goes on misses no change for long.
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
  let newest: WorkerStats | undefined;
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
    newest = stats;
    if (!reporting) void sendNewest();
  };
  const sendNewest = async (): Promise<void> => {
    reporting = true;
    while (newest !== undefined) {
      const stats = newest;
      newest = undefined;
      await say({ type: 'stats', stats });
    }
    reporting = false;
  };
  return { say, report };
}
