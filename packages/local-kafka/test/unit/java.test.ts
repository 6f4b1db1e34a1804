import { describe, expect, test } from '@jest/globals';
import { findJava, javaMajorVersion } from '../../src/java.js';

describe('javaMajorVersion', () => {
  test.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_421"', 8],
    ['command not found', undefined],
  ])('%s', (printed, major) => {
    expect(javaMajorVersion(printed)).toBe(major);
  });
});

describe('findJava', () => {
  test('a missing java is told in one sentence that says what to install', async () => {
    await expect(findJava({ JAVA_HOME: '/no/such/folder' })).rejects.toMatchObject({
      code: 'LOCAL_KAFKA_NO_JAVA',
      message: expect.stringMatching(/^Java 17 is needed[^.]+install a JDK or JRE 17.+\.$/),
    });
  });
});
