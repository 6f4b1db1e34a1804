import type { SettingOrigin } from '@kafka-splunk/config';

/** Where a value comes from, in a few words. */
export function originWords(origin: SettingOrigin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'absent':
      return `not set: ${origin.words.replaceAll('`', '')}`;
    case 'content':
      return `file ${origin.path}, named in line ${origin.line}`;
    case 'file': {
      const variables = origin.variables.map(({ name, set }) =>
        set ? `environment ${name}` : `${name} is not set, so its default`,
      );
      return [`line ${origin.line}`, ...variables].join(', ');
    }
  }
}
