import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { kafkaVersion } from '../../src/kafka-version.js';

const producer = 'org.apache.kafka.tools.ConsoleProducer';

test.each([{}, { LOCAL_KAFKA_VERSION: '' }])('the newest where none is named', (env) => {
  const version = kafkaVersion(env);
  expect(version.pom).toMatch(/\/maven\/pom\.xml$/);
  expect(existsSync(version.pom)).toBe(true);
  expect(version.toolClass(producer)).toBe(producer);
});

test('an older one has its own jars, and tools under the names of its time', () => {
  const version = kafkaVersion({ LOCAL_KAFKA_VERSION: '3.9' });
  expect(version.pom).toMatch(/\/maven\/kafka-3\.9\/pom\.xml$/);
  expect(version.toolClass(producer)).toBe('kafka.tools.ConsoleProducer');
  expect(version.toolClass('kafka.tools.StorageTool')).toBe('kafka.tools.StorageTool');
});

test.each(['0.9', '../x', 'newest'])('%s is refused with what to do', (name) => {
  expect(() => kafkaVersion({ LOCAL_KAFKA_VERSION: name })).toThrow(
    expect.objectContaining({
      code: 'LOCAL_KAFKA_VERSION',
      message: expect.stringContaining('set LOCAL_KAFKA_VERSION to 3.9'),
    }),
  );
});
