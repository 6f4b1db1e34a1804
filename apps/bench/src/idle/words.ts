/** What a member of the idle benchmark tells; `at` is milliseconds since the epoch. */
export type Word =
  | {
      readonly kind: 'joined';
      readonly at: number;
      readonly memberId: string;
      readonly partitions: readonly number[];
    }
  | { readonly kind: 'records'; readonly at: number; readonly partition: number };

/** What it is told. */
export interface Order {
  readonly kind: 'pause' | 'resume';
  readonly partition: number;
}
