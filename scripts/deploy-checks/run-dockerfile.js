// The steps of the Dockerfile as a plain script, in an empty folder: what no engine here can build is at least known to
// build, and to start. Paths of the image lie below that folder; users and the base image are this machine's.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ignoredBy, readStages } from './dockerfile.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const deploy = join(root, 'apps/consumer/deploy');
const stages = readStages(readFileSync(join(deploy, 'Dockerfile'), 'utf8'));
const ignored = ignoredBy(readFileSync(join(deploy, 'Dockerfile.dockerignore'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'dockerfile-'));
// What pnpm sets for its scripts does not belong into an image.
const clean = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_|^(INIT_CWD|NODE_PATH)$/i.test(name)),
);

/** Absolute paths of the image, below the folder of its stage. Those of the machine's own programs stay. */
const inStage = (stage, text) =>
  text.replaceAll(/(?<=^|[\s='"])\/(?=(app|src|var)(\/|\b))/g, `${join(folder, stage)}/`);

function run(command, args, cwd, env) {
  const { status, error } = spawnSync(command, args, { cwd, env, stdio: 'inherit', timeout: 600_000 });
  if (error !== undefined || status !== 0)
    throw new Error(`${command} ${args.join(' ')}: ${error ?? status}`);
}

/** The files that the engine would be sent. */
function context() {
  const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return stdout.split('\0').filter((path) => path !== '' && !ignored(path));
}

function copy(stage, text, cwd) {
  const [, from, source, target] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? [];
  if (from !== undefined) {
    cpSync(inStage(from, source), inStage(stage, target), { recursive: true, verbatimSymlinks: true });
    return;
  }
  if (source !== '.' || target !== '.') throw new Error(`COPY ${text} is not understood`);
  for (const path of context()) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    cpSync(join(root, path), join(cwd, path), { verbatimSymlinks: true });
  }
}

/** Carries out a stage; answers where it ended and what it set. */
function runStage({ name, steps }) {
  const global = join(folder, name, 'global');
  let cwd = join(folder, name);
  const env = {
    ...clean,
    CI: 'true',
    npm_config_prefix: global,
    PATH: `${join(global, 'bin')}:${clean.PATH}`,
  };
  const end = { cwd, env, entry: [], command: [] };
  mkdirSync(cwd, { recursive: true });
  for (const { instruction, text } of steps) {
    console.log(`${name}: ${instruction} ${text}`);
    if (instruction === 'WORKDIR') {
      cwd = inStage(name, text);
      mkdirSync(cwd, { recursive: true });
    } else if (instruction === 'COPY') copy(name, text, cwd);
    // The user `node` is the image's.
    else if (instruction === 'RUN')
      run('sh', ['-ec', inStage(name, text.replace('-o node -g node ', ''))], cwd, env);
    else if (instruction === 'ENV') Object.assign(env, Object.fromEntries([text.split('=')]));
    else if (instruction === 'ENTRYPOINT') end.entry = JSON.parse(text).map((word) => inStage(name, word));
    else if (instruction === 'CMD') end.command = JSON.parse(text);
  }
  return { ...end, cwd };
}

try {
  const { cwd, env, entry } = stages.map(runStage).at(-1);
  const [program, ...args] = entry;
  const config = join(deploy, 'compose/kafka_consumer.yml');
  for (const words of [['--version'], ['check', '--help'], ['config', 'show', '-c', config]]) {
    console.log(`\n$ ${[...entry, ...words].join(' ')}`);
    run(program, [...args, ...words], cwd, { ...env, HEC_TOKEN: '11111111-2222-3333-4444-555555555555' });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
