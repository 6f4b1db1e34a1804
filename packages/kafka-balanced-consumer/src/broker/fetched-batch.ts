import type { EachBatchPayload } from 'kafkajs';
import { piecesOfMessages } from '../records/fetched-messages.js';
import type { LentMemory } from '../records/lent-memory.js';
import type { RecordPiece } from '../records/record-piece.js';
import { piecesOf, unreadableBatch } from '../records/record-set.js';
import { RecordSetMessage, UnreadableMessage } from './fetch-response.js';
import type { FetchedBatch } from './group-session.js';

type ClientBatch = EachBatchPayload['batch'];

/** What kafkajs hands out for one partition, whichever way it was decoded. */
export function fetchedBatch(batch: ClientBatch, lent: LentMemory): FetchedBatch {
  return {
    topic: batch.topic,
    partition: batch.partition,
    fetchedOffset: fetchedOffsetOf(batch),
    highWatermark: Number(batch.highWatermark),
    pieces: (position) => piecesFrom(batch, position, lent),
  };
}

function piecesFrom(batch: ClientBatch, position: number, lent: LentMemory): Iterable<RecordPiece> {
  const { topic, partition, messages } = batch;
  const [message] = messages as readonly unknown[];
  if (message instanceof RecordSetMessage) return lentPieces(message, position, lent);
  if (message instanceof UnreadableMessage) {
    return [{ kind: 'unreadable', error: unreadableBatch(batch, position, message.reason) }];
  }
  return piecesOfMessages(
    { topic, partition, messages, endOffset: Number(batch.lastOffset()) + 1 },
    position,
  );
}

/**
 * Reads a record set and ends its hold on the memory, also where the reader has enough before its end. What a packed
 * batch is unpacked into is lent too, or in custody: whoever takes the records holds it, and when the reader comes back or
 * goes, it is theirs alone.
 */
function* lentPieces(
  message: RecordSetMessage,
  position: number,
  lent: LentMemory,
): Generator<RecordPiece, void> {
  const recordSet = message.take();
  try {
    for (const piece of piecesOf(recordSet, position, (bytes) => lent.take(bytes))) {
      const memory = piece.kind === 'records' ? piece.content.buffer.buffer : undefined;
      const unpacked = memory === recordSet.bytes.buffer ? undefined : memory;
      if (unpacked !== undefined) lent.takeCustody(unpacked);
      try {
        yield piece;
      } finally {
        if (unpacked !== undefined) lent.drop(unpacked);
      }
    }
  } finally {
    lent.drop(recordSet.bytes.buffer);
  }
}

/** kafkajs keeps the offset that was asked for on its batch, but its types do not say so. */
function fetchedOffsetOf(batch: ClientBatch): number {
  const fetched = (batch as { readonly fetchedOffset?: unknown }).fetchedOffset;
  return Number(fetched ?? batch.firstOffset());
}
