// The systemd unit, as systemd itself reads it, and how much it leaves open.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const unit = 'kafka-splunk-consumer.service';
const source = fileURLToPath(new URL(`../../apps/consumer/deploy/systemd/${unit}`, import.meta.url));
/** `systemd-analyze security` counts up from 0 (shut) to 100 (open). 20 is what "OK" begins at, in its own words. */
const mostExposed = 20;

function analyze(...args) {
  const { status, stdout, stderr, error } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`systemd-analyze does not start (${error.code}): install systemd`);
  process.stdout.write(`${stdout}${stderr}`);
  return { status, text: `${stdout}${stderr}` };
}

// A root of its own: the program that the unit names is not installed here, and units of this machine do not matter.
const root = mkdtempSync(join(tmpdir(), 'systemd-'));
try {
  const units = join(root, 'etc/systemd/system');
  for (const folder of [units, join(root, 'usr/bin'), join(root, 'bin')])
    mkdirSync(folder, { recursive: true });
  cpSync(source, join(units, unit));
  for (const program of ['usr/bin/kafka-splunk-consumer', 'bin/kill']) {
    writeFileSync(join(root, program), '#!/bin/sh\n');
    chmodSync(join(root, program), 0o755);
  }
  for (const name of [
    'network-online.target',
    'sysinit.target',
    'basic.target',
    'multi-user.target',
    'shutdown.target',
  ]) {
    writeFileSync(join(units, name), `[Unit]\nDescription=${name}\n`);
  }
  const verified = analyze(`--root=${root}`, '--recursive-errors=no', 'verify', unit);
  const complaints = verified.text.split('\n').filter((line) => line.includes(unit));
  const secured = analyze('security', '--offline=yes', `--threshold=${mostExposed}`, '--no-pager', source);
  if (verified.status !== 0 || complaints.length > 0 || secured.status !== 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
