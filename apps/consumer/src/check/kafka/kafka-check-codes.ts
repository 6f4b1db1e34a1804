/** What can be wrong with the way to Kafka, the topics and the group. */
export const kafkaCheckCodes = {
  CHECK_KAFKA_HOST: {
    meaning: 'The name of a broker has no address.',
    remedy: 'Correct the name under kafka.brokers, or look at the DNS of this machine.',
  },
  CHECK_KAFKA_REFUSED: {
    meaning: 'Nobody listens at the address of a broker.',
    remedy: 'Correct the port under kafka.brokers, or start the broker.',
  },
  CHECK_KAFKA_UNREACHABLE: {
    meaning: 'The network leads to no broker.',
    remedy: 'Look at routes and firewalls between this machine and the broker.',
  },
  CHECK_KAFKA_TIMEOUT: {
    meaning: 'A broker does not answer in time.',
    remedy: 'Look at firewalls between this machine and the broker: one that drops packets looks like this.',
  },
  CHECK_KAFKA_OTHER: {
    meaning: 'What listens at the address is not Kafka.',
    remedy: 'Correct host and port under kafka.brokers: this port belongs to something else.',
  },
  CHECK_KAFKA_WANTS_TLS: {
    meaning: 'The listener speaks TLS, and the config says plaintext.',
    remedy: 'Set kafka.ssl.use_ssl: true (and kafka.ssl.cafile), or take the port of the plaintext listener.',
  },
  CHECK_KAFKA_NO_TLS: {
    meaning: 'The config says TLS, and the listener speaks plaintext.',
    remedy: 'Take the port of the TLS listener, or set kafka.ssl.use_ssl: false.',
  },
  CHECK_KAFKA_CA: {
    meaning: 'No authority that is trusted has signed the certificate of a broker.',
    remedy: 'Give the authority that signed it as kafka.ssl.cafile.',
  },
  CHECK_KAFKA_NAME: {
    meaning: 'The certificate of a broker is for another name.',
    remedy: 'Write the broker under kafka.brokers with a name that stands in its certificate.',
  },
  CHECK_KAFKA_EXPIRED: {
    meaning: 'The certificate of a broker is not valid now.',
    remedy: 'Renew the certificate of the broker; look at the clock of this machine first.',
  },
  CHECK_KAFKA_EXPIRES: {
    meaning: 'The certificate of a broker ends soon.',
    remedy: 'Renew the certificate of the broker before it ends.',
  },
  CHECK_KAFKA_CLIENT_CERTIFICATE: {
    meaning: 'A broker wants a client certificate, or another one.',
    remedy: 'Give a certificate that the brokers trust as kafka.ssl.certfile and kafka.ssl.keyfile.',
  },
  CHECK_KAFKA_TLS: {
    meaning: 'TLS with a broker fails.',
    remedy: 'Look at the TLS versions and ciphers of the listener; TLS 1.2 or 1.3 is needed.',
  },
  CHECK_KAFKA_WANTS_LOGIN: {
    meaning: 'The listener wants a login, and the config has none.',
    remedy: 'Add kafka.sasl with one of the mechanisms it takes, or take the port of another listener.',
  },
  CHECK_KAFKA_NO_LOGIN: {
    meaning: 'The config has a login, and the listener takes none.',
    remedy: 'Take the port of the SASL listener, or remove kafka.sasl.',
  },
  CHECK_KAFKA_MECHANISM: {
    meaning: 'The listener does not take logins of this mechanism.',
    remedy: 'Set kafka.sasl.mechanism to one of those it takes.',
  },
  CHECK_KAFKA_LOGIN: {
    meaning: 'The brokers refuse the login.',
    remedy: 'Check user name and password under kafka.sasl, and that the user exists for this mechanism.',
  },
  CHECK_KAFKA_TOKEN: {
    meaning: 'There is no token to log in with.',
    remedy:
      'Look at kafka.sasl.oauth, or at the AWS identity of the process: the line says what it answered.',
  },
  CHECK_KAFKA_ASK: {
    meaning: 'The brokers did not answer a question.',
    remedy: 'The line says what they said. Look at the health of the cluster.',
  },
  CHECK_TOPIC_MISSING: {
    meaning: 'A topic does not exist.',
    remedy: 'Create the topic, or correct its name under kafka.topic or kafka.topics.',
  },
  CHECK_TOPIC_NONE: {
    meaning: 'No topic matches the patterns.',
    remedy:
      'Correct the patterns under kafka.topics, or create a topic that matches. It is read once it exists.',
  },
  CHECK_TOPIC_RIGHT: {
    meaning: 'The login may not read a topic; it may also not exist, since Kafka does not tell.',
    remedy: 'Grant the operation READ on the topic to this login (kafka-acls), and check its name.',
  },
  CHECK_TOPIC_LEADER: {
    meaning: 'Partitions of a topic have no leader.',
    remedy: 'Bring the brokers back that hold these partitions; their records cannot be read meanwhile.',
  },
  CHECK_PARTITIONS_FEW: {
    meaning: 'The topics have fewer partitions than there are workers.',
    remedy: 'Lower general.workers, or give the topics more partitions: a worker without one stays idle.',
  },
  CHECK_DEAD_LETTER_TOPIC: {
    meaning: 'Dead letters cannot go into their topic.',
    remedy: 'The line says what it lacks. Mend the topic, or name another one under dead_letters.topic.',
  },
  CHECK_GROUP_RIGHT: {
    meaning: 'The login may not join the consumer group.',
    remedy: 'Grant the operation READ on the group to this login (kafka-acls).',
  },
  CHECK_GROUP_ASSIGNOR: {
    meaning: 'Members with another assignor are in the group; ours cannot join them.',
    remedy: 'Stop those members first, or take another name under kafka.consumer_group.',
  },
  CHECK_OFFSETS_LOST: {
    meaning: 'Records that the group has not read are deleted already.',
    remedy:
      'Reading goes on with the first record that is left. Raise the retention of the topic, or read faster.',
  },
  CHECK_OFFSETS_BEYOND: {
    meaning:
      'The group has committed offsets that the topic does not have: it was deleted and created again.',
    remedy:
      'Reading begins with the first record of these partitions. Reset the offsets of the group to choose.',
  },
} as const;
