// Validators that were compiled from a schema ask an object for every key that the schema knows, and pass over the rest in
// silence. So what was never asked for is a key that no schema knows: a mistake in writing, as a rule.

/**
 * @param {object} value
 * @returns {{ watched: object, unread: () => string[] }} the same value, to be validated; then the paths of what was not read
 */
export function watchReads(value) {
  const unread = new Set();
  const watch = (part, path) => {
    if (typeof part !== 'object' || part === null) return part;
    const isArray = Array.isArray(part);
    if (!isArray) for (const key of Object.keys(part)) unread.add(`${path}.${key}`);
    const parts = new Map();
    return new Proxy(part, {
      get(target, key) {
        if (typeof key !== 'string' || !Object.hasOwn(target, key) || (isArray && key === 'length'))
          return target[key];
        unread.delete(`${path}.${key}`);
        if (!parts.has(key))
          parts.set(key, watch(target[key], isArray ? `${path}[${key}]` : `${path}.${key}`));
        return parts.get(key);
      },
    });
  };
  return { watched: watch(value, ''), unread: () => [...unread] };
}
