/** What can be wrong on this machine. */
export const localCheckCodes = {
  CHECK_CONFIG_NOTICE: {
    meaning: 'The config has a key that does nothing any more.',
    remedy: 'Remove the key; nothing changes by that.',
  },
  CHECK_DEAD_LETTERS: {
    meaning: 'The folder of the dead letters cannot be written.',
    remedy:
      'Make the folder writable for the user of the program, or name another one under dead_letters.directory.',
  },
} as const;
