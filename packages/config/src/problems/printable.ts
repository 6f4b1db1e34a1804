/** What a terminal would obey or reorder instead of printing: control characters and direction marks. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The same text with one `�` for each character that a terminal would not print; tabs become a space. */
export function printable(text: string): string {
  return text.replaceAll('\t', ' ').replace(UNPRINTABLE, '�');
}

/** A value in quotes, printable, at most `limit` characters of it. */
export function quoted(text: string, limit = 60): string {
  const short = text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
  return `"${printable(short)}"`;
}
