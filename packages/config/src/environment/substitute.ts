// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files
/** Variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that a value refers to. */
export interface UsedVariable {
  readonly name: string;
  /** False where its default was taken. */
  readonly set: boolean;
}

/** What became of the text of one value. */
export interface Substituted {
  readonly text: string;
  /** True when any of the text came from the environment or from a default: then it is never shown. */
  readonly changed: boolean;
  /** The variables it asked for, in their order; `set` tells whether the environment had something for it. */
  readonly variables: readonly UsedVariable[];
  /** Why the text could not be made; names variables, never values. */
  readonly faults: readonly string[];
}

// `$${` first, so that an escape is never taken for a reference.
const REFERENCE = /\$\$\{|\$\{([^{}]*)\}|\$\{/g;
const BODY = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Replaces `${NAME}` and `${NAME:-default}`; `$${` stands for `${`. The default holds where the variable is not set
 * or empty, as in a shell. It works on a value that YAML has been taken off already: whatever a variable holds, it
 * cannot add a key.
 */
export function substitute(text: string, env: Environment): Substituted {
  const faults: string[] = [];
  const variables: UsedVariable[] = [];
  const result = text.replace(REFERENCE, (whole, body: string | undefined) => {
    if (whole === '$${') return '${';
    const parts = body === undefined ? null : BODY.exec(body);
    if (parts === null) {
      faults.push(
        '"${" without a variable behind it; write ${NAME} or ${NAME:-default}, and $${ for a plain "${"',
      );
      return '';
    }
    const [, name = '', fallback] = parts;
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    const usable = value !== undefined && (value !== '' || fallback === undefined);
    variables.push({ name, set: usable });
    if (fallback !== undefined) return usable ? value : fallback;
    if (value === undefined) {
      faults.push(`the environment variable ${name} is not set; set it, or write \${${name}:-default}`);
      return '';
    }
    return value;
  });
  return { text: result, changed: variables.length > 0, variables, faults };
}
