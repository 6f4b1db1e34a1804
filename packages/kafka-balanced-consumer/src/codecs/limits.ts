/** What one record batch may unpack to at most, 512 MiB: beyond that it is a bomb, or broken. */
export const MOST_UNPACKED: number = 512 * 1024 * 1024;
