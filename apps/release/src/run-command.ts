import { execFile } from 'node:child_process';

/** How a command ended. */
export interface CommandEnd {
  readonly ok: boolean;
  /** What it wrote, both streams, without white space around it. */
  readonly output: string;
}

/** Five minutes: an installation on a busy machine takes one. */
const limitMs = 300_000;

/**
 * Runs a command and waits for its end. Never throws: a command that cannot be started is one that failed.
 *
 * @param clean - without what pnpm sets for the programs that it starts; npm stumbles over it
 */
export function runCommand(
  [command = '', ...args]: readonly string[],
  { cwd, clean = false }: { readonly cwd: string; readonly clean?: boolean },
): Promise<CommandEnd> {
  const all = Object.entries(process.env);
  const env = Object.fromEntries(clean ? all.filter(([name]) => !/^(npm|pnpm)_/i.test(name)) : all);
  return new Promise((resolve) => {
    execFile(
      command,
      args,
      { cwd, env, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        const words = error !== null && `${stdout}${stderr}`.trim() === '' ? error.message : '';
        resolve({ ok: error === null, output: `${stdout}${stderr}${words}`.trim() });
      },
    );
  });
}
