import type { Config, EventRules, Route } from '@kafka-splunk/config';

/** The rules for a topic: those of the first route that fits it, else those of `hec`. */
export function rulesFor(
  topic: string,
  { routes, unrouted }: Pick<Config, 'routes' | 'unrouted'>,
): EventRules {
  return routes.find((route) => fits(route, topic)) ?? unrouted;
}

function fits({ topics }: Route, topic: string): boolean {
  return topics.some((each) => (typeof each === 'string' ? each === topic : each.test(topic)));
}
