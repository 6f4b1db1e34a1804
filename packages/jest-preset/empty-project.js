// What a user has: a project outside the workspace, into which a packed package was installed with npm.
import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export class EmptyProject {
  folder = mkdtempSync(join(tmpdir(), 'packed-'));
  tarball = '';
  #source;

  constructor(source) {
    this.#source = source;
  }

  async install() {
    await run('pnpm', ['pack', '--pack-destination', this.folder], { cwd: this.#source });
    this.tarball = join(
      this.folder,
      readdirSync(this.folder).find((name) => name.endsWith('.tgz')),
    );
    this.write('package.json', '{ "name": "empty", "private": true, "type": "module" }');
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', this.tarball], {
      cwd: this.folder,
      env: cleanEnvironment(),
    });
  }

  write(name, text) {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  read(name) {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  installed() {
    const { packages } = JSON.parse(this.read('node_modules/.package-lock.json'));
    return Object.entries(packages)
      .map(([path, { hasInstallScript = false }]) => ({
        name: path.replace(/^.*node_modules\//, ''),
        hasInstallScript,
      }))
      .filter(({ name }) => !name.startsWith('@kafka-splunk/'));
  }

  async compile(files) {
    const tsc = join(this.#toolFolder('typescript'), 'bin', 'tsc');
    const types = dirname(this.#toolFolder('@types/node'));
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
    const target = ['--target', 'es2022', '--lib', 'es2023,esnext.disposable', '--module', 'nodenext'];
    const checked = ['--skipLibCheck', 'false', '--typeRoots', types, '--types', 'node'];
    await this.#attempt([tsc, ...strict, ...target, ...checked, ...files]);
  }

  node(args, env = {}) {
    return this.#attempt(args, env);
  }

  start(file) {
    return spawn(process.execPath, [file], { cwd: this.folder, env: cleanEnvironment(), stdio: 'inherit' });
  }

  tool(name, bin, args) {
    return this.#attempt([join(this.#toolFolder(name), bin), ...args, this.tarball]);
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The folder of a package that the packed one uses in its own tests. */
  #toolFolder(name) {
    return realpathSync(join(this.#source, 'node_modules', name));
  }

  async #attempt(args, env = {}) {
    try {
      const options = { cwd: this.folder, env: { ...cleanEnvironment(), ...env }, timeout: 120_000 };
      return (await run(process.execPath, args, options)).stdout;
    } catch (error) {
      // Compilers and linters say on their standard output what is wrong.
      const { stdout, stderr, message } = error;
      throw new Error([message, stdout, stderr].join('\n'));
    }
  }
}

/** Without what pnpm and Jest set for the programs they start: npm and plain Node would stumble over it. */
function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|pnpm_|NODE_OPTIONS$|JEST_)/i.test(name)),
  );
}
