import { hecCheckCodes } from './hec/hec-check-codes.js';
import { kafkaCheckCodes } from './kafka/kafka-check-codes.js';
import { localCheckCodes } from './local-check-codes.js';

/** What a code of `check` means, and what to do about it. */
export interface CheckCodeInfo {
  readonly meaning: string;
  /** The line below a finding with this code. */
  readonly remedy: string;
}

/** Every code of a finding. docs/checks.md lists them; a test holds it to this table. */
export const checkCodes: Readonly<Record<CheckCode, CheckCodeInfo>> = {
  ...localCheckCodes,
  ...kafkaCheckCodes,
  ...hecCheckCodes,
};

/** Stable name of something that `check` finds wrong. */
export type CheckCode =
  | keyof typeof localCheckCodes
  | keyof typeof kafkaCheckCodes
  | keyof typeof hecCheckCodes;
