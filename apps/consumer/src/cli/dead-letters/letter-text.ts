import { isUtf8 } from 'node:buffer';
import type { DeadLetter, Refusal } from '../../dead-letters/dead-letter.js';
import { originOf } from '../../dead-letters/dead-letter.js';
import type { LetterNote } from '../../dead-letters/survey.js';

/** How bytes are shown. */
export type ByteForm = 'text' | 'base64' | 'hex';

/** Without what a terminal would obey, or hide: such characters become `\\u001b`. Line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => {
    if (character === '\n' || character === '\t') return character;
    return `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`;
  });
}

/** `400 Invalid data format (code 6)`. */
function refusalText({ code, status, text }: Refusal): string {
  const words = [...(status === undefined ? [] : [status]), printable(text.replaceAll('\n', ' '))].join(' ');
  return code === undefined ? words : `${words} (code ${code})`;
}

/** One line of the list. */
export function noteLine(note: LetterNote, columns: number): string {
  const { refusal, attempts, state } = note;
  const tries = attempts === 1 ? '' : ` · attempt ${attempts}`;
  const ended = state === 'open' ? '' : ` · ${state}`;
  const line = `${iso(refusal.time)}  ${printable(originOf(note))}  ${refusalText(refusal)}${tries}${ended}`;
  return line.length <= columns ? line : `${line.slice(0, columns - 1)}…`;
}

/** One dead letter in full. */
export function letterText(letter: DeadLetter, note: LetterNote, form: ByteForm | undefined): string {
  const { refusal, earlier, timestamp, attempts } = letter;
  const lines = [
    printable(originOf(letter)),
    `  stands in   ${note.place}${note.state === 'open' ? '' : ` (${note.state})`}`,
    `  record of   ${timestamp === undefined ? 'no time' : iso(timestamp)}`,
    `  refused     ${iso(refusal.time)}: ${refusalText(refusal)}${attempts === 1 ? '' : `, attempt ${attempts}`}`,
    ...earlier.map((each) => `  before      ${iso(each.time)}: ${refusalText(each)}`),
    `  key         ${bytesText(letter.key, form)}`,
    ...letter.headers.map(({ key, value }) => `  header      ${printable(key)}: ${bytesText(value, form)}`),
    `  value       ${letter.value === null ? 'null' : `${letter.value.length} bytes`}`,
  ];
  const value = letter.value === null ? '' : `\n${bytesText(letter.value, form)}\n`;
  return `${lines.join('\n')}\n${value}`;
}

/** Bytes as they are wished; by themselves as text where they are UTF-8, else as base64. */
export function bytesText(bytes: Buffer | null, form: ByteForm | undefined): string {
  if (bytes === null) return 'null';
  const chosen = form ?? (isUtf8(bytes) ? 'text' : 'base64');
  if (chosen !== 'text') return bytes.toString(chosen);
  return printable(bytes.toString('utf8'));
}

/** A note as an object for scripts. */
export function noteJson({ source, ...note }: LetterNote): object {
  const { refusal, earlier, timestamp, valueBytes, ...rest } = note;
  return {
    ...rest,
    in: source.name,
    timestamp: timestamp ?? null,
    time: iso(refusal.time),
    reason: reasonJson(refusal),
    earlier: earlier.map((each) => ({ time: iso(each.time), reason: reasonJson(each) })),
    valueBytes: valueBytes ?? null,
  };
}

function reasonJson({ code, status, text }: Refusal) {
  return { code: code ?? null, status: status ?? null, text };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
