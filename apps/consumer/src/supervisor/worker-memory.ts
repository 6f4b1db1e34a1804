import type { Config } from '@kafka-splunk/config';

/** What one worker process may take. */
export interface WorkerMemory {
  /** The old generation of its heap, in MiB: `--max-old-space-size`. Above it the process ends. */
  readonly heapMib: number;
  /** Resident bytes above which it is drained and replaced. */
  readonly residentBytes: number;
  /** Resident bytes below which it can hardly work by this config. */
  readonly leastBytes: number;
}

const MIB = 1024 * 1024;

/** Left for the supervisor where a container has a limit. */
const supervisorBytes = 128 * MIB;

/** Of a container's limit the workers may take so much: the kernel counts its own part too. */
const usableShare = 0.95;

/**
 * What one of `workers` workers may take. Its share of `general.memory` lies outside the heap, in buffers; it may be
 * there twice for moments: bodies are copies of fetched bytes, and compressed ones and garbage come on top. The heap holds
 * what is remembered about them, and a young generation of up to 12 MiB.
 *
 * @param container - bytes that the container of this process may take; undefined where there is no such limit
 */
export function workerMemory(
  { memoryBytes, workerMemoryBytes }: Pick<Config['general'], 'memoryBytes' | 'workerMemoryBytes'>,
  workers: number,
  container: number | undefined,
): WorkerMemory {
  const share = memoryBytes / workers;
  const heapMib = Math.ceil(256 + share / MIB / 4);
  const leastBytes = 256 * MIB + share;
  const wanted = 512 * MIB + 2 * share;
  const part =
    container === undefined ? wanted : Math.floor(((container - supervisorBytes) * usableShare) / workers);
  // Below the least it would be replaced again and again, and for nothing.
  const automatic = Math.max(leastBytes, Math.min(wanted, part));
  return {
    heapMib,
    residentBytes: workerMemoryBytes === 'auto' ? automatic : workerMemoryBytes,
    leastBytes,
  };
}

/** Bytes that a container must at least be allowed for so many workers and their supervisor. */
export function leastContainer({ leastBytes }: WorkerMemory, workers: number): number {
  return Math.ceil((leastBytes * workers) / usableShare) + supervisorBytes;
}

/**
 * Bytes that the container of this process may take; undefined where nothing limits it below the machine's memory.
 *
 * @param constrained - as `process.constrainedMemory()` answers: 0, nothing or a huge number where there is no limit
 * @param total - memory of the machine in bytes
 */
export function containerMemory(constrained: number | undefined, total: number): number | undefined {
  return constrained === undefined || constrained <= 0 || constrained >= total ? undefined : constrained;
}
