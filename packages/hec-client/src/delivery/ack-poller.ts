import { now } from '../clock.js';
import type { AckDesk } from './ack-desk.js';
import { readAckReply } from './ack-reply.js';
import type { Session } from './session.js';
import type { Site } from './site.js';
import type { SiteChooser } from './site-chooser.js';

/** Options of {@link AckPoller}. */
export interface AckPollerOptions<C> {
  readonly desk: AckDesk<C>;
  readonly sites: SiteChooser<C>;
  readonly pollMs: number;
  readonly timeoutMs: number;
  /** Something was acknowledged, or is to be sent again. */
  readonly onProgress: () => void;
}

/** Ids in one question: the answer names each, and is read up to 64 KiB. */
const IDS_AT_ONCE = 1000;

/** Asks for acknowledgements, session by session, as long as something waits. */
export class AckPoller<C> {
  readonly #options: AckPollerOptions<C>;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: AckPollerOptions<C>) {
    this.#options = options;
  }

  /** Something waits: asks at the next beat. */
  wake(): void {
    if (this.#timer !== undefined || this.#closed) return;
    this.#timer = setTimeout(() => this.#beat(), this.#options.pollMs);
  }

  /** No more questions. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #beat(): void {
    this.#timer = undefined;
    const at = now();
    let more = false;
    for (const site of this.#options.sites.all) {
      for (const session of site.sessions.all) {
        if (session.acks.size === 0) continue;
        more = true;
        if (!session.asking && site.ackHealth.until <= at) void this.#ask(site, session);
      }
    }
    if (more) this.wake();
  }

  async #ask(site: Site<C>, session: Session<C>): Promise<void> {
    const { desk, sites, timeoutMs, onProgress } = this.#options;
    session.asking = true;
    const ids = session.acks.ids();
    for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
      const question = ids.slice(from, from + IDS_AT_ONCE);
      const reply = readAckReply(await session.ask(question));
      if (this.#closed) return;
      // Its ids began again while it was asked: nothing waits in it any more.
      if (session.broken) break;
      if (reply.kind === 'trouble') {
        if (reply.config) site.ackHealth.pause(reply.cause);
        else site.ackHealth.failed(reply.cause);
        break;
      }
      site.ackHealth.healed();
      session.acks.heard(reply.indexed);
      desk.settleHeard(site, session);
    }
    session.asking = false;
    // Only now: `true` is said once, and an answer on its way could have held it.
    desk.expire(site, session, now() - timeoutMs);
    sites.tidy(site, session);
    onProgress();
  }
}
