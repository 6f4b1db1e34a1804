import type { Destination } from '../destination.js';
import type { PickEndpoint } from '../endpoints.js';
import { guarded } from '../guarded.js';
import type { Session } from './session.js';
import type { Site } from './site.js';

/** The endpoints, and which of them is next. */
export class SiteChooser<C> {
  readonly #pick: PickEndpoint | undefined;
  #sites: readonly Site<C>[] = [];
  #turn = 0;

  constructor(pick: PickEndpoint | undefined) {
    this.#pick = pick;
  }

  /** All of them, those too that only wait for acknowledgements. */
  get all(): readonly Site<C>[] {
    return this.#sites;
  }

  /** Puts another list in force; what is not in it is asked for its acknowledgements until nothing waits there. */
  replace(sites: readonly Site<C>[]): void {
    const old = this.#sites.filter((site) => !sites.includes(site));
    for (const site of old) {
      site.retired = true;
      site.sessions.retireAll();
    }
    this.#sites = [...sites, ...old.filter(({ sessions }) => sessions.all.length > 0)];
  }

  /** Closes a session that is done with; an endpoint that is not used any more goes with its last one. */
  tidy(site: Site<C>, session: Session<C>): void {
    site.sessions.tidy(session);
    if (site.retired && site.sessions.all.length === 0) {
      this.#sites = this.#sites.filter((other) => other !== site);
    }
  }

  /** Whether one of them is well and can take one more request. */
  get hasRoom(): boolean {
    return this.#sites.some((site) => site.hasRoom);
  }

  get isAnyWell(): boolean {
    return this.#sites.some(({ retired, endpoint }) => !retired && endpoint.health.isOk);
  }

  /** One that is not well and whose time for a probe has come. */
  dueForProbe(at: number): Site<C> | undefined {
    return this.#sites.find(({ nextProbe }) => nextProbe !== undefined && nextProbe <= at);
  }

  /** When one of them can take something; undefined while an answer must come first. */
  nextAttempt(): number | undefined {
    if (this.hasRoom) return 0;
    let soonest: number | undefined;
    for (const { nextProbe } of this.#sites) {
      if (nextProbe !== undefined) soonest = Math.min(soonest ?? nextProbe, nextProbe);
    }
    return soonest;
  }

  /** The endpoint for a request to this destination; to be called only while {@link hasRoom}. */
  choose(destination: Destination): Site<C> {
    // Sorting keeps the order of equals: the list begins elsewhere each time, so that equals take turns.
    const start = this.#turn++ % this.#sites.length;
    const turned = start === 0 ? this.#sites : [...this.#sites.slice(start), ...this.#sites.slice(0, start)];
    const open = turned.filter((site) => site.hasRoom).sort((a, b) => a.inFlight - b.inFlight);
    const pick = this.#pick;
    let position = 0;
    if (pick !== undefined) {
      guarded(() => {
        position = pick(
          open.map((site) => site.view()),
          destination,
        );
      });
    }
    return open[position] ?? (open[0] as Site<C>);
  }

  /** Breaks off every request. */
  async close(): Promise<void> {
    await Promise.all(this.#sites.map(({ sessions }) => sessions.close()));
  }
}
