import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Config } from '@kafka-splunk/config';
import { messageOf } from '../message-of.js';
import { type Finding, failed, ok } from './finding.js';

/** Whether dead letters could be written. Creates nothing: it looks at the folder, or at the one it would be made in. */
export async function deadLetterFinding({ deadLetters }: Config): Promise<Finding> {
  const { directory } = deadLetters;
  const found = await nearestFolder(resolve(directory));
  try {
    if (!(await stat(found)).isDirectory()) throw new Error(`${found} is no folder`);
    await access(found, constants.W_OK | constants.X_OK);
  } catch (error) {
    return failed('dead-letters', directory, 'CHECK_DEAD_LETTERS', messageOf(error));
  }
  const there = found === resolve(directory) ? 'can be written' : `will be made in ${found}`;
  return ok('dead-letters', directory, there);
}

async function nearestFolder(path: string): Promise<string> {
  const parent = dirname(path);
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  return exists || parent === path ? path : await nearestFolder(parent);
}
