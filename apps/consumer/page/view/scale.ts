/** A scale from zero to a round number that holds all values, with three lines: nothing, half and all. */
export interface Scale {
  readonly top: number;
  readonly lines: readonly [number, number, number];
}

const steps = [1, 2, 4, 5, 6, 8, 10];

/**
 * The least round number that is not below the largest value. Never below `least`, so that a few records of lag do
 * not look like a mountain.
 */
export function scaleFor(values: readonly (number | null)[], least: number): Scale {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), least);
  const power = 10 ** Math.floor(Math.log10(largest));
  const top = (steps.find((step) => step * power >= largest) ?? 10) * power;
  return { top, lines: [0, top / 2, top] };
}
