import { type Finding, judge } from './finding.js';
import type { Manifest } from './manifest.js';

/** Ranges that mean something in this repository alone. */
const local = /^(workspace|catalog|link|file|portal):/;

/** Scripts that npm runs on the machine of a user. */
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare'];

/**
 * Looks at the package.json inside of a tarball.
 *
 * @param repository - `owner/name` where the release runs in GitHub's CI: npm makes a statement of provenance only for a
 *   package that names the repository it was built in
 */
export function checkManifest(manifest: Manifest, repository?: string): Finding[] {
  const ranges = Object.entries({
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
    ...manifest.dependencies,
  });
  return [
    judge(
      'ranges',
      ranges
        .filter(([, range]) => local.test(range))
        .map(([name, range]) => `${name} is asked for as ${range}`),
    ),
    judge(
      'scripts',
      installScripts
        .filter((script) => manifest.scripts?.[script] !== undefined)
        .map((script) => `${script} would run at the user's`),
    ),
    judge('fields', [
      ...(manifest.license === 'MIT' ? [] : ['license is not MIT']),
      ...(manifest.engines?.node === undefined ? ['engines.node is missing'] : []),
      ...(manifest.private === true ? ['it is private'] : []),
    ]),
    provenance(manifest, repository),
  ];
}

function provenance({ publishConfig, repository }: Manifest, built: string | undefined): Finding {
  const check = 'provenance';
  if (publishConfig?.provenance !== true || publishConfig.access !== 'public') {
    return judge(check, ['publishConfig must have access: public and provenance: true']);
  }
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (built === undefined) {
    return url === undefined
      ? { check, status: 'note', text: 'repository is not set; npm wants it for provenance' }
      : { check, status: 'ok', text: '' };
  }
  const names = url?.replace(/\.git$/, '').endsWith(built) === true;
  return judge(check, names ? [] : [`repository must name ${built}`]);
}
