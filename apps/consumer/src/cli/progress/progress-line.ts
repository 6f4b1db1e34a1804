import { grouped } from '../../grouped.js';

/** How far something has come. */
export interface Progress {
  /** What is done: `replaying orders`. */
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** Per second, since the start. */
  readonly rate: number;
  /** More to say, in words: `3 refused`, `paused: 403 Invalid token`. */
  readonly notes: readonly string[];
}

const BAR = 20;

/** `replaying orders [########------------] 40 % · 4,000 of 10,000 · 1,200/s · 3 refused`. */
export function progressLine({ title, done, total, rate, notes }: Progress): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const full = Math.floor(share * BAR);
  const bar = `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${Math.floor(share * 100)} %`;
  return [
    `${title} ${bar}`,
    `${grouped(done)} of ${grouped(total)}`,
    `${grouped(Math.round(rate))}/s`,
    ...notes,
  ].join(' · ');
}
