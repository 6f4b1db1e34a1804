import type { AdminConfig } from '@kafka-splunk/config';

/** "All addresses" is none that one can ask. */
const loopbackOf: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/** An address, or why there is none. */
export type AdminUrl =
  | { readonly url: string; readonly problem?: undefined }
  | { readonly url?: undefined; readonly problem: string };

/** Where a program with this config is asked. */
export function adminUrl(admin: AdminConfig | undefined, file: string): AdminUrl {
  if (admin === undefined) {
    return { problem: `admin.enabled is false in ${file}: the program has no admin server to ask` };
  }
  if (admin.port === 0) {
    return { problem: `admin.port is 0 in ${file}: its log says where it listens; give that with --url` };
  }
  return { url: `http://${loopbackOf[admin.host] ?? admin.host}:${admin.port}` };
}
