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
    const wanted = nameOrPattern(text);
    return wanted === undefined ? undefined : { topic: wanted, excluded, written };
  },
  { text: '^!?(/.+/i?|[A-Za-z0-9._-]{1,249})$' },
);

/** A topic of a route, by name or by pattern. */
export interface RouteTopic {
  readonly topic: string | RegExp;
  /** As it stands in the file. */
  readonly written: string;
}

/** `name` or `/pattern/`. */
export const routeTopic: Kind<RouteTopic> = kindOf(
  'a topic name (letters, digits, ".", "_" and "-") or a pattern between slashes',
  (written) => {
    const wanted = nameOrPattern(written);
    return wanted === undefined ? undefined : { topic: wanted, written };
  },
  { text: '^(/.+/i?|[A-Za-z0-9._-]{1,249})$' },
);

function nameOrPattern(text: string): string | RegExp | undefined {
  const pattern = /^\/(.+)\/(i?)$/.exec(text);
  if (pattern === null) return 'value' in topic.read(text) ? text : undefined;
  try {
    return new RegExp(pattern[1] ?? '', pattern[2]);
  } catch {
    return undefined;
  }
}
