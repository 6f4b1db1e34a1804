import type { ReceiverErrorCode } from '../errors.js';
import type { ReceiverSnapshot } from '../receiver-contract.js';

/** What a parent says to a receiver process. */
export type ParentMessage =
  | { readonly kind: 'read'; readonly id: number }
  | { readonly kind: 'fault'; readonly id: number; readonly text: string }
  | { readonly kind: 'stop' };

/** What a receiver process says to its parent. */
export type ReceiverMessage =
  | { readonly kind: 'listening'; readonly url: string; readonly port: number; readonly token: string }
  | { readonly kind: 'failed'; readonly code: ReceiverErrorCode; readonly text: string }
  | { readonly kind: 'snapshot'; readonly id: number; readonly snapshot: ReceiverSnapshot }
  | { readonly kind: 'done'; readonly id: number }
  | { readonly kind: 'refused'; readonly id: number; readonly text: string };
