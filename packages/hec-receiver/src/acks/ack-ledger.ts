interface Channel {
  nextId: number;
  /** Ids not yet reported, with the time from which they are true. */
  readonly pending: Map<number, number>;
  usedAt: number;
}

/** Bounds of one ledger, so that a careless client cannot fill this process. */
const maxChannels = 10_000;
const maxPendingPerChannel = 1_000_000; // Splunk's max_number_of_acked_requests_pending_query_per_ack_channel

/**
 * The acknowledgements of one indexer: ids count from 0 in each channel, live in memory alone, and are reported as true
 * once. After that, and after {@link AckLedger.forget}, the answer is false for ever, which a client can only read as
 * "unknown".
 */
export class AckLedger {
  readonly #channels = new Map<string, Channel>();

  /** Gives the next id of a channel, or undefined where the channel can hold no more (code 27). */
  accept(channelId: string, readyAt: number, now: number): number | undefined {
    let channel = this.#channels.get(channelId);
    if (channel === undefined) {
      if (this.#channels.size >= maxChannels) return undefined;
      channel = { nextId: 0, pending: new Map(), usedAt: now };
      this.#channels.set(channelId, channel);
    }
    if (channel.pending.size >= maxPendingPerChannel) return undefined;
    channel.usedAt = now;
    const id = channel.nextId++;
    channel.pending.set(id, readyAt);
    return id;
  }

  /** Answers which of the ids are indexed by now, and forgets those; none while acknowledgements are held. */
  poll(channelId: string, ids: readonly number[], now: number, held: boolean): Record<string, boolean> {
    const channel = this.#channels.get(channelId);
    if (channel !== undefined) channel.usedAt = now;
    const answer: Record<string, boolean> = {};
    for (const id of ids) {
      const readyAt = channel?.pending.get(id);
      const ready = !held && readyAt !== undefined && readyAt <= now;
      if (ready) channel?.pending.delete(id);
      answer[id] = ready;
    }
    return answer;
  }

  /** Ids given out and not yet reported as true. */
  get pending(): number {
    let sum = 0;
    for (const channel of this.#channels.values()) sum += channel.pending.size;
    return sum;
  }

  /** Drops channels nobody used since `before`, as Splunk's ackIdleCleanup does. */
  forgetIdle(before: number): void {
    for (const [id, channel] of this.#channels) if (channel.usedAt < before) this.#channels.delete(id);
  }

  /** What a restart does: no channel is known any more, and ids begin at 0 again. */
  forget(): void {
    this.#channels.clear();
  }
}
