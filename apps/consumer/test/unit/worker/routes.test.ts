import { describe, expect, test } from '@jest/globals';
import type { Config } from '@kafka-splunk/config';
import { routeTargets } from '../../../src/worker/routes.js';

function config(endpoint: 'raw' | 'event', routes: Config['routes'] = []): Config {
  return {
    hec: { endpoint, source: 'src', sourcetype: 'st' },
    kafka: { topics: ['a', 'b'] },
    routes,
  } as unknown as Config;
}

describe('routeTargets', () => {
  test('on the raw endpoint all metadata stands in the URL', () => {
    const targets = routeTargets(
      config('raw', [{ topics: ['b'], endpoint: 'raw', index: 'web', host: 'h' }]),
    );
    expect(targets.others).toEqual({
      destination: { kind: 'raw', source: 'src', sourcetype: 'st' },
      envelope: {},
    });
    expect(targets.routes.get('b')).toEqual({
      destination: { kind: 'raw', index: 'web', source: 'src', sourcetype: 'st', host: 'h' },
      envelope: {},
    });
  });

  test('on the event endpoint only the index does, since its refusal is the fault of the request', () => {
    const targets = routeTargets(
      config('event', [{ topics: ['b'], endpoint: 'event', index: 'web', source: 'other' }]),
    );
    expect(targets.others).toEqual({
      destination: { kind: 'event' },
      envelope: { source: 'src', sourcetype: 'st' },
    });
    expect(targets.routes.get('b')).toEqual({
      destination: { kind: 'event', index: 'web' },
      envelope: { source: 'other', sourcetype: 'st' },
    });
  });
});
