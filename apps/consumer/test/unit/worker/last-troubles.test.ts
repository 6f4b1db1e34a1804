import { expect, test } from '@jest/globals';
import { LastTroubles } from '../../../src/worker/last-troubles.js';

const name = 'https://splunk:8088';
const state = { name, scope: 'endpoint', since: 0, failures: 1, down: false } as const;

test('keeps what was wrong after it is over', () => {
  const troubles = new LastTroubles();
  troubles.heard({ ...state, state: 'backing-off', cause: '503 Server is busy' });
  troubles.heard({ ...state, state: 'ok' });
  expect(troubles.of(state)).toMatchObject({ text: '503 Server is busy' });
  expect(troubles.of({ ...state, scope: 'destination' })).toBeUndefined();
});

test('forgets the oldest of a thousand destinations', () => {
  const troubles = new LastTroubles();
  for (let at = 0; at <= 1000; at++)
    troubles.heard({ ...state, scope: 'destination', name: `d${at}`, state: 'paused' });
  expect(troubles.of({ scope: 'destination', name: 'd0' })).toBeUndefined();
  expect(troubles.of({ scope: 'destination', name: 'd1' })?.text).toBe('no cause given');
});
