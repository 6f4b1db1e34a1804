import * as hec from '../keys/hec-keys.js';
import type { Values } from './values.js';

/** Whether any endpoint is reached by HTTPS. */
export function usesHttps(values: Values): boolean {
  const urls = values.givenList(hec.urls);
  if (urls !== undefined) return urls.value.some(({ value }) => value.startsWith('https:'));
  return values.value(hec.useHttps) !== false;
}
