import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { containerMemory, leastContainer, workerMemory } from '../../../src/supervisor/worker-memory.js';

const MIB = 1024 * 1024;
const general = { memoryBytes: 128 * MIB, workerMemoryBytes: 'auto' as const };

describe('memory of a worker', () => {
  it('is 512 MiB and twice its share where nothing limits it', () => {
    expect(workerMemory(general, 4, undefined)).toEqual({
      heapMib: 264,
      residentBytes: (512 + 64) * MIB,
      leastBytes: (256 + 32) * MIB,
    });
  });

  it('is what the config says, where it says', () => {
    expect(workerMemory({ ...general, workerMemoryBytes: 700 * MIB }, 4, 1024 * MIB).residentBytes).toBe(
      700 * MIB,
    );
  });

  it('is its part of what a container may take, and never less than it needs', () => {
    expect(workerMemory(general, 2, 1024 * MIB).residentBytes).toBe(Math.floor((896 * MIB * 0.95) / 2));
    expect(workerMemory(general, 4, 512 * MIB).residentBytes).toBe(288 * MIB);
  });

  it('keeps all workers and the supervisor within the container wherever the least fits in', () => {
    const mib = (min: number, max: number) => fc.integer({ min, max }).map((count) => count * MIB);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        mib(16, 4096),
        mib(256, 65_536),
        (workers, memoryBytes, container) => {
          const { residentBytes, leastBytes } = workerMemory({ ...general, memoryBytes }, workers, container);
          expect(residentBytes).toBeGreaterThanOrEqual(leastBytes);
          if (residentBytes > leastBytes) expect(residentBytes * workers).toBeLessThan(container - 128 * MIB);
        },
      ),
    );
  });

  it('needs what docs/sizing.md says, and its examples have that', () => {
    const page = readFileSync(new URL('../../../../../docs/sizing.md', import.meta.url), 'utf8');
    const least = (workers: number): number =>
      Math.ceil(leastContainer(workerMemory(general, workers, undefined), workers) / MIB);
    expect(page).toContain('128 MiB + (workers × 256 MiB + general.memory) ÷ 0.95');
    for (const workers of [1, 2, 4, 8])
      expect(page).toContain(`${workers} worker${workers === 1 ? '' : 's'} ${least(workers)} MiB`);
    const examples = [...page.matchAll(/\| \d+ × (\d+) \|.*\| ([\d.]+) (MiB|GiB) \|$/gm)];
    expect(examples).toHaveLength(3);
    for (const [, workers, size, unit] of examples)
      expect(Number(size) * (unit === 'GiB' ? 1024 : 1)).toBeGreaterThanOrEqual(least(Number(workers)));
  });

  it('knows a limit of the container from none', () => {
    expect([undefined, 0, 2 ** 64, 8 * MIB, 4 * MIB].map((bytes) => containerMemory(bytes, 8 * MIB))).toEqual(
      [undefined, undefined, undefined, undefined, 4 * MIB],
    );
  });
});
