/**
 * Why nothing may be published from here; undefined where it may. Only GitHub's CI can make a statement of provenance,
 * by an identity that it lends to the job: a release from somebody's desk would have none.
 */
export function whyNotHere(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.GITHUB_ACTIONS !== 'true') return 'a release comes from CI alone; here there is --dry-run';
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined) return 'the job lacks the permission id-token: write';
  return undefined;
}
