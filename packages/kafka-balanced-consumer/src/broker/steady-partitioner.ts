import { type ICustomPartitioner, type Message, Partitioners } from 'kafkajs';

/** The partition of each message that is being sent, by the message itself. */
export type ChosenPartitions = WeakMap<Message, number>;

/**
 * kafkajs's own way of choosing partitions (by the hash of the key, in turn where there is none), but once for each
 * message. kafkajs chooses anew with every attempt, and sends the second one only to brokers that failed in the first:
 * a message whose turn now falls to a broker that has answered would be left out without a word, and one that was
 * written could go to another partition once more.
 */
export function steadyPartitioner(chosen: ChosenPartitions): ICustomPartitioner {
  return () => {
    const choose = Partitioners.DefaultPartitioner();
    return (args) => {
      const { message } = args;
      const partition = chosen.get(message) ?? choose(args);
      chosen.set(message, partition);
      return partition;
    };
  };
}
