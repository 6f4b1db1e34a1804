/**
 * How V8 collects garbage in a worker. A young generation of 4 MiB, which lies in resident memory twice over: 8 cost no
 * less CPU, and below 4 nothing more is saved. And no threads of its own for it: there is one worker per core, little
 * garbage, and the helpers spend a third of all CPU on waiting for each other.
 */
export const collectorFlags: readonly string[] = ['--max-semi-space-size=4', '--single-threaded-gc'];

/**
 * How glibc keeps memory, for workers on it; musl and macOS pass it over. Left alone it raises the size from which
 * memory goes back to the system with each large buffer that is freed, and keeps an arena for each thread: tens of
 * megabytes that nobody uses. The settings of whoever starts the program win.
 */
export const allocatorSettings: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '262144',
};
