/** What can go wrong when a local Kafka is started. */
export type LocalKafkaErrorCode =
  /** `java` is missing or older than 17. */
  | 'LOCAL_KAFKA_NO_JAVA'
  /** `mvn` is missing. */
  | 'LOCAL_KAFKA_NO_MAVEN'
  /** Maven could not resolve Kafka's jars. */
  | 'LOCAL_KAFKA_JARS'
  /** `LOCAL_KAFKA_VERSION` names a Kafka whose jars are not listed. */
  | 'LOCAL_KAFKA_VERSION'
  /** A broker ended or did not come up; its log is kept. */
  | 'LOCAL_KAFKA_START'
  /** One of Kafka's command-line tools failed. */
  | 'LOCAL_KAFKA_TOOL';

/** An error of this package; match `code`. The message is one sentence that says what to do. */
export class LocalKafkaError extends Error {
  override readonly name = 'LocalKafkaError';
  readonly code: LocalKafkaErrorCode;

  /** @param message - one sentence with the remedy */
  constructor(code: LocalKafkaErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
