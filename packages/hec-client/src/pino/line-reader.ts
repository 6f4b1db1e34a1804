/** Cuts a stream of pieces into lines; a piece may end anywhere. */
export class LineReader {
  #rest = '';

  /** The lines that are whole now, without their newlines; empty ones are left out. */
  read(piece: string): string[] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.filter((line) => line !== '');
  }

  /** What is left when nothing more comes. */
  end(): string[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [rest];
  }
}
