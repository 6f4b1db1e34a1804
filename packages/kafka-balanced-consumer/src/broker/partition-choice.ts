import { type ICustomPartitioner, type Message, Partitioners } from 'kafkajs';

/** No partition has this number, so kafkajs leaves a message for it out and sends it nowhere. */
const NOWHERE = -1;

/**
 * Chooses partitions for messages that name none, as kafkajs does (by the hash of the key, in turn where there is none), but
 * before anything is sent.
 *
 * kafkajs chooses while it sends, and puts all that one broker leads into one request. Where the broker refuses one of the
 * partitions, since its leader moves just then, the others are written, and the request is sent again as a whole. Nobody
 * else is told which partitions there are: only the partitioner. So it is asked with a message that goes nowhere, and what
 * it is asked about can then be sent one partition at a time.
 */
export class PartitionChoice {
  readonly #about = new WeakMap<Message, readonly Message[]>();

  /** For the producer whose partitions these are. */
  readonly createPartitioner: ICustomPartitioner = () => {
    const choose = Partitioners.DefaultPartitioner();
    return (args) => {
      for (const message of this.#about.get(args.message) ?? []) {
        // A second attempt keeps what the first has chosen: it stands in the message.
        message.partition = choose({ ...args, message });
      }
      return args.message.partition ?? NOWHERE;
    };
  };

  /** A message to be sent by that producer: when that has resolved, all of these have their partition. */
  question(messages: readonly Message[]): Message {
    const question: Message = { value: null, partition: NOWHERE };
    this.#about.set(question, messages);
    return question;
  }
}
