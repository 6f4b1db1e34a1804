import type { EndpointView } from '../endpoints.js';
import type { Endpoint } from './endpoint.js';
import type { Health } from './health.js';
import type { SessionSet } from './session-set.js';

/** Options of {@link Site}. */
export interface SiteOptions<C> {
  readonly url: string;
  /** The one address of several that this is. */
  readonly address: string | undefined;
  readonly endpoint: Endpoint;
  /** Health of the asking for acknowledgements. */
  readonly ackHealth: Health;
  readonly sessions: SessionSet<C>;
}

/** An endpoint with all that belongs to it: its health, its sessions, and how much may go there now. */
export class Site<C> {
  readonly url: string;
  readonly address: string | undefined;
  readonly endpoint: Endpoint;
  readonly ackHealth: Health;
  readonly sessions: SessionSet<C>;
  inFlight = 0;
  /** Its address is gone from the name: nothing new goes there. */
  retired = false;
  /** Sessions in a row whose ids began again, with no acknowledgement in between. */
  breaks = 0;

  constructor({ url, address, endpoint, ackHealth, sessions }: SiteOptions<C>) {
    this.url = url;
    this.address = address;
    this.endpoint = endpoint;
    this.ackHealth = ackHealth;
    this.sessions = sessions;
  }

  /** Whether it is well and can take one more request. */
  get hasRoom(): boolean {
    const { health, limiter } = this.endpoint;
    return health.isOk && this.inFlight < limiter.limit && this.#isOpen;
  }

  /** When it can take a probe, in milliseconds; undefined while it is well, or its probe is on its way. */
  get nextProbe(): number | undefined {
    const { health, probing } = this.endpoint;
    return health.isOk || probing || !this.#isOpen ? undefined : health.until;
  }

  /** Whether the trouble with asking for acknowledgements is of interest: somebody asks, or will. */
  get isAckAiling(): boolean {
    return !this.ackHealth.isOk && !(this.retired && this.sessions.awaiting === 0);
  }

  /** Plain facts for the hook that chooses an endpoint. */
  view(): EndpointView {
    const { url, address, inFlight, endpoint, sessions } = this;
    return {
      url,
      ...(address === undefined ? {} : { address }),
      inFlight,
      limit: endpoint.limiter.limit,
      awaitingAck: sessions.awaiting,
    };
  }

  /**
   * While acknowledgements cannot be asked for, more requests would only be more to be sent again. Where nothing waits
   * there is nothing to ask either: then one request at a time shows whether it goes again.
   */
  get #isOpen(): boolean {
    if (this.retired || !this.sessions.hasRoom) return false;
    const { isPaused, isDown } = this.ackHealth;
    return !(isPaused || isDown) || (this.sessions.awaiting === 0 && this.inFlight === 0);
  }
}
