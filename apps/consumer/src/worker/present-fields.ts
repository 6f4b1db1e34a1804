/** Without the fields that are undefined: what is left out keeps the other side's default, and equal things stay equal. */
export function presentFields<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
