import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@kafka-splunk/config';
import { createTopicAdmin } from '@kafka-splunk/kafka-balanced-consumer/admin';
import { createRecordProducer } from '@kafka-splunk/kafka-balanced-consumer/producer';
import { kafkaAccess } from '../access/kafka-access.js';
import { FileSource } from './file-source.js';
import type { LetterSource } from './letter-source.js';
import { boundsOf, TopicSource } from './topic-source.js';

/**
 * Opens the places of dead letters: the files that are named, else the topic of the config and the files of its group.
 *
 * @throws ReplayError `REPLAY_FILE` where a file that is named is not there; `ConsumerError` where Kafka is away
 */
export async function openSources(
  config: Pick<Config, 'deadLetters' | 'kafka'>,
  files: readonly string[],
  onWarning: (message: string) => void,
): Promise<readonly LetterSource[]> {
  if (files.length > 0) return await openFiles(files);
  const { topic, directory } = config.deadLetters;
  const own = await filesOf(directory, config.kafka.group);
  return [
    ...(topic === undefined ? [] : [await openTopic(config, topic, onWarning)]),
    ...(await openFiles(own)),
  ];
}

/** The dead-letter files of a group in a folder, those of its workers and of its replays; none without the folder. */
export async function filesOf(directory: string, group: string): Promise<readonly string[]> {
  const prefix = `${encodeURIComponent(group)}-`;
  const names = await readdir(directory).catch(() => []);
  return names
    .filter((name) => name.startsWith(prefix) && /^(\d+|replay)\.jsonl$/.test(name.slice(prefix.length)))
    .sort()
    .map((name) => join(directory, name));
}

function openFiles(files: readonly string[]): Promise<FileSource[]> {
  return Promise.all(files.map((file) => FileSource.open(file)));
}

async function openTopic(
  { kafka }: Pick<Config, 'kafka'>,
  topic: string,
  onWarning: (message: string) => void,
): Promise<TopicSource> {
  const access = kafkaAccess(kafka);
  const admin = createTopicAdmin(access);
  return new TopicSource({
    topic,
    bounds: await boundsOf(topic, admin).finally(() => admin.close()),
    reader: {
      ...access,
      groupId: kafka.group,
      onEvent: (event) => {
        if (event.kind === 'warning') onWarning(event.message);
      },
    },
    producer: createRecordProducer({ ...access, onWarning }),
  });
}
