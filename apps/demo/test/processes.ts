import { readdir, readFile } from 'node:fs/promises';

/** The living processes whose environment or command line holds a text. Linux; elsewhere none are found. */
export async function processesWith(text: string): Promise<{ pid: number; command: string }[]> {
  const names = await readdir('/proc').catch(() => []);
  const found = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .map(async (name) => {
        const read = (file: string): Promise<string> =>
          readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
        const [environment, command] = await Promise.all([read('environ'), read('cmdline')]);
        // A zombie has neither.
        return environment.includes(text) || command.includes(text)
          ? [{ pid: Number(name), command: command.replaceAll('\0', ' ') }]
          : [];
      }),
  );
  return found.flat();
}
