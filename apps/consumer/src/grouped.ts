/** A number for people: `81,200`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}
