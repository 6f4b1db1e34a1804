import { type Kind, kindOf } from './kind.js';
import { topic } from './network-kinds.js';

/** An entry of `kafka.topics`: a topic or a pattern, to be read or to be left out. */
export interface TopicEntry {
  readonly topic: string | RegExp;
  readonly excluded: boolean;
  /** As it stands in the file. */
  readonly written: string;
}

/** `name`, `/pattern/`, `"!name"`, `"!/pattern/"`. */
export const topicEntry: Kind<TopicEntry> = kindOf(
  'a topic name (letters, digits, ".", "_" and "-"), a pattern between slashes, or one of both behind "!" in quotes',
  (written) => {
    const excluded = written.startsWith('!');
    const text = excluded ? written.slice(1) : written;
    const pattern = /^\/(.+)\/(i?)$/.exec(text);
    if (pattern !== null) {
      try {
        return { topic: new RegExp(pattern[1] ?? '', pattern[2]), excluded, written };
      } catch {
        return undefined;
      }
    }
    return 'value' in topic.read(text) ? { topic: text, excluded, written } : undefined;
  },
  { text: '^!?(/.+/i?|[A-Za-z0-9._-]{1,249})$' },
);
