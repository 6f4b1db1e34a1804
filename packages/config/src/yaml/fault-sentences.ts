import type { ErrorCode } from 'yaml';

/**
 * Our own sentence for each fault of the parser. The parser's words may quote the file, and the quoted text may be a
 * token.
 */
export const faultSentences: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias (*name) takes no anchor and no tag of its own',
  BAD_ALIAS: 'this alias has a name that YAML does not allow; put quotes around a value that starts with *',
  BAD_COLLECTION_TYPE: 'this tag does not fit the value behind it; leave the tag out',
  BAD_DIRECTIVE: 'this directive is not YAML; leave lines that start with % out',
  BAD_DQ_ESCAPE: 'unknown escape behind a backslash; use single quotes for a value with backslashes',
  BAD_INDENT: 'the indentation does not fit; keys of one section start in the same column',
  BAD_PROP_ORDER: 'anchors and tags stand before the value',
  BAD_SCALAR_START: 'a value cannot start with this character; put quotes around the value',
  BLOCK_AS_IMPLICIT_KEY: 'a second ": " in one line; put quotes around the value',
  BLOCK_IN_FLOW: 'an indented section cannot stand inside { } or [ ]',
  DUPLICATE_KEY: 'this key stands here a second time; remove one',
  IMPOSSIBLE: 'this cannot be read as YAML',
  KEY_OVER_1024_CHARS: 'a key longer than 1024 characters; is a line break missing?',
  MISSING_CHAR: 'something is missing here: a closing quote, a bracket, a comma, or the space behind a colon',
  MULTILINE_IMPLICIT_KEY: 'a key must fit into one line; is a colon or a closing quote missing?',
  MULTIPLE_ANCHORS: 'a value takes one anchor only',
  MULTIPLE_DOCS: 'a second document starts here (---); the file must hold one',
  MULTIPLE_TAGS: 'a value takes one tag only',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab in the indentation; YAML wants spaces',
  TAG_RESOLVE_FAILED: 'this tag is not known here; leave it out',
  UNEXPECTED_TOKEN: 'this is not expected here; is a quote, a comma or an indentation missing?',
};
