import { types } from 'node:util';

/** A topic by name, or all whose name a pattern matches somewhere: anchor it with `^` and `$` to mean the whole. */
export type TopicPattern = string | RegExp;

/** Which topics to read. */
export interface TopicSelection {
  /** Topics by name, wanted whether or not they exist yet. */
  readonly names: readonly string[];
  /** True where topics come and go by pattern, so that all names have to be looked at. */
  readonly hasPatterns: boolean;
  /** Whether a pattern picks this topic. */
  matches(topic: string): boolean;
}

/**
 * Makes a selection. What is excluded is never read, by name or by pattern. Kafka's own topics (`__consumer_offsets` and
 * the like) are read by name only.
 */
export function selectTopics(
  topics: readonly TopicPattern[],
  exclude: readonly TopicPattern[],
): TopicSelection {
  const wanted = topics.map(tester);
  const unwanted = exclude.map(tester);
  const patterns = wanted.filter((each) => each.name === undefined);
  const excluded = (topic: string) => unwanted.some((each) => each.test(topic));
  const names = wanted.flatMap(({ name }) => (name === undefined || excluded(name) ? [] : [name]));
  return {
    names: [...new Set(names)],
    hasPatterns: patterns.length > 0,
    matches: (topic) =>
      !topic.startsWith('__') && patterns.some((each) => each.test(topic)) && !excluded(topic),
  };
}

interface Tester {
  readonly name: string | undefined;
  test(topic: string): boolean;
}

function tester(pattern: TopicPattern): Tester {
  if (!types.isRegExp(pattern)) return { name: pattern, test: (topic) => topic === pattern };
  // `g` and `y` make a pattern remember where it stopped: every other topic would be passed over.
  const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
  return { name: undefined, test: (topic) => stateless.test(topic) };
}

/** What the brokers know about topics. */
export interface TopicDirectory {
  /** Whether there is such a topic. */
  has(topic: string): Promise<boolean>;
  /** All topics that this client may see. */
  all(): Promise<readonly string[]>;
}

/** What a look into the directory found. */
export interface FoundTopics {
  /** Topics to read, sorted. */
  readonly found: readonly string[];
  /** Wanted by name and not there. */
  readonly missing: readonly string[];
}

/** Looks for the selected topics. */
export async function findTopics(selection: TopicSelection, directory: TopicDirectory): Promise<FoundTopics> {
  const found = new Set<string>();
  const missing: string[] = [];
  for (const name of selection.names) {
    if (await directory.has(name)) found.add(name);
    else missing.push(name);
  }
  if (selection.hasPatterns) {
    for (const topic of await directory.all()) if (selection.matches(topic)) found.add(topic);
  }
  return { found: [...found].sort(), missing };
}

/** Why there is nothing to read: every topic is missing, and no pattern matches. */
export function nothingToRead(selection: TopicSelection, missing: readonly string[]): string {
  const [first] = missing;
  if (missing.length === 1 && !selection.hasPatterns) {
    return `topic ${first} does not exist: create it, or correct its name; it is looked for again`;
  }
  const named = missing.length > 0 ? `none of the topics ${missing.join(', ')} exists` : '';
  const matched = selection.hasPatterns ? 'no topic matches the patterns' : '';
  const what = [named, matched].filter((part) => part !== '').join(' and ');
  return `${what}: create one, or correct the names; they are looked for again`;
}
