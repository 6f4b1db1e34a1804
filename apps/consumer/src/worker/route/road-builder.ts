import type { Config, EventRules } from '@kafka-splunk/config';
import type { TopicPartition } from '@kafka-splunk/kafka-balanced-consumer';
import { type DestinationSource, EventMaker, type SharedMetadata } from './event-maker.js';
import { FixedRoad } from './fixed-road.js';
import { PartitionMetadata } from './metadata.js';
import { MetadataCache } from './metadata-cache.js';
import { SlotCollector } from './record-slots.js';
import type { BatchSource, Road } from './road.js';
import { rulesFor } from './route-table.js';
import { type Aside, SkipRules } from './skip-rules.js';
import { VaryingRoad } from './varying-road.js';

/** Bounds of one generation, of two: metadata by header or field, of all partitions of a worker. */
const CACHE = { entries: 4096, bytes: 4 * 1024 * 1024 };

/** Options of {@link RoadBuilder}. */
export interface RoadBuilderOptions {
  readonly config: Pick<Config, 'routes' | 'unrouted'>;
  readonly client: BatchSource & DestinationSource;
  readonly aside: Aside;
}

/** Makes the roads of partitions, for topics that appear later too. */
export class RoadBuilder {
  readonly #options: RoadBuilderOptions;
  readonly #shared: SharedMetadata;

  constructor(options: RoadBuilderOptions) {
    this.#options = options;
    this.#shared = { client: options.client, cache: new MetadataCache(CACHE), nextOwner: 0 };
  }

  /** The road of a partition. */
  build(place: TopicPartition): Road {
    const { config, client, aside } = this.#options;
    const rules = rulesFor(place.topic, config);
    const skips = new SkipRules(rules, aside);
    return (
      this.#fixedRoad(rules, place, skips) ??
      new VaryingRoad({
        client,
        skips,
        events: new EventMaker(rules, place, this.#shared),
        refuse: aside.refuse,
      })
    );
  }

  /** Undefined where a record has to be looked at. */
  #fixedRoad(rules: EventRules, place: TopicPartition, skips: SkipRules): Road | undefined {
    if (rules.endpoint === 'event' && (rules.value !== 'text' || typeof rules.time !== 'string'))
      return undefined;
    const metadata = new PartitionMetadata(rules, place, new SlotCollector());
    if (metadata.varies) return undefined;
    const { destination, envelope } = metadata.make();
    return new FixedRoad({
      client: this.#options.client,
      skips,
      destination: this.#options.client.destination(destination),
      head: metadata.head(envelope),
      timed: rules.time === 'record',
    });
  }
}
