/** Metadata of an envelope, encoded once and used for many events. Made by `eventHead`. */
export interface EventHead {
  readonly bytes: Buffer;
}
