import { defineCheck } from './check/define-check.js';
import type { DefineCommand } from './command.js';
import { defineConfig } from './config-show/define-config.js';
import { defineDeadLetters } from './dead-letters/define-dead-letters.js';
import { defineInit } from './init/define-init.js';
import { defineReplay } from './replay/define-replay.js';
import { defineSchema } from './schema/define-schema.js';
import { defineStatus } from './status/define-status.js';

/** Every command beside running, in the order of `--help`. */
export const commands: readonly DefineCommand[] = [
  defineInit,
  defineCheck,
  defineConfig,
  defineStatus,
  defineDeadLetters,
  defineReplay,
  defineSchema,
];
