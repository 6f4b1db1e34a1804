import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Lock {
  packages: Record<string, { os?: string[]; cpu?: string[]; libc?: string[] }>;
}

const lock = parse(readFileSync(new URL('../../../../../pnpm-lock.yaml', import.meta.url), 'utf8')) as Lock;

test.each(['@node-rs/crc32'])('%s comes built for every platform that is promised', (name) => {
  for (const cpu of ['x64', 'arm64']) {
    for (const platform of [`linux-${cpu}-gnu`, `linux-${cpu}-musl`, `darwin-${cpu}`]) {
      const key = Object.keys(lock.packages).find((each) => each.startsWith(`${name}-${platform}@`));
      expect([platform, key]).toEqual([platform, expect.any(String)]);
      expect(lock.packages[key ?? '']?.cpu).toEqual([cpu]);
    }
  }
});
