import * as kafka from '../keys/kafka-keys.js';
import * as sasl from '../keys/sasl-keys.js';
import type { Place } from '../yaml/tree.js';
import type { Values } from './values.js';

/**
 * TLS to Kafka is off unless `use_ssl` says otherwise, as in the original, and its sample has the section with `use_ssl:
 * False`. Who names files and leaves that word out believes that they are in use.
 */
export function noticeUnusedSsl(
  values: Values,
  notice: (place: Place, key: string, text: string) => void,
): void {
  if (values.mentioned(kafka.useSsl.path) !== undefined) return;
  const place = Object.values(kafka.ssl)
    .map(({ path }) => values.mentioned(path))
    .find((given) => given !== undefined);
  if (place === undefined) return;
  const login = values.value(sasl.mechanism) === 'plain' ? ', and the password of sasl goes in clear' : '';
  const text = `is not in use without use_ssl: connections to Kafka have no TLS${login}. Add use_ssl: true, or false to have it so.`;
  notice(place, 'kafka.ssl', text);
}
