import type { DefineCommand } from './command.js';

/** Every command beside running, in the order of `--help`. */
export const commands: readonly DefineCommand[] = [];
