import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CpuReadings, countWorkers } from '../../../src/supervisor/worker-count.js';

const readings = (over: Partial<CpuReadings>): CpuReadings => ({ cores: 8, cpuMax: [], cfs: [], ...over });

describe('workers: auto', () => {
  it.each<[string, Partial<CpuReadings>, number]>([
    ['the cores where nothing else limits', {}, 8],
    ['one core', { cores: 1 }, 1],
    ['no answer from the system', { cores: 0 }, 1],
    ['v2 without a limit', { cpuMax: ['max 100000\n'] }, 8],
    ['v2 with two cores', { cpuMax: ['200000 100000\n'] }, 2],
    ['v2 with one and a half', { cpuMax: ['150000 100000\n'] }, 1],
    ['v2 with half a core', { cpuMax: ['50000 100000\n'] }, 1],
    ['v2 with another period', { cpuMax: ['600000 200000\n'] }, 3],
    ['v2 without a period', { cpuMax: ['300000\n'] }, 3],
    ['v2 with more than there is', { cpuMax: ['3200000 100000\n'] }, 8],
    [
      'v2, the group above is the tighter one',
      { cpuMax: ['max 100000\n', '400000 100000\n', '600000 100000\n'] },
      4,
    ],
    ['v2, empty', { cpuMax: ['\n', ''] }, 8],
    ['v2, nonsense', { cpuMax: ['many 100000\n', '5 many', '-1 100000', '100000 0'] }, 8],
    ['v1 without a limit', { cfs: [{ quota: '-1\n', period: '100000\n' }] }, 8],
    ['v1 with five and a bit', { cfs: [{ quota: '550000\n', period: '100000\n' }] }, 5],
    [
      'v1, nonsense',
      {
        cfs: [
          { quota: '', period: '' },
          { quota: 'x', period: '100000' },
        ],
      },
      8,
    ],
    ['both versions', { cpuMax: ['400000 100000'], cfs: [{ quota: '300000', period: '100000' }] }, 3],
  ])('%s', (_name, over, workers) => {
    expect(countWorkers('auto', readings(over))).toBe(workers);
  });

  it('is what the config says where it says a number', () => {
    expect(countWorkers(5, readings({ cores: 2 }))).toBe(5);
  });

  it('is a whole number from 1 to the cores, whatever the files hold', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 512 }),
        fc.array(fc.string()),
        fc.array(fc.record({ quota: fc.string(), period: fc.string() })),
        (cores, cpuMax, cfs) => {
          const workers = countWorkers('auto', { cores, cpuMax, cfs });
          expect(Number.isInteger(workers) && workers >= 1 && workers <= cores).toBe(true);
        },
      ),
    );
  });
});
