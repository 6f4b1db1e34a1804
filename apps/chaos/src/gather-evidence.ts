import type { Evidence, PlayedFault, Taken } from './judge/evidence.js';
import { readJournal } from './receiver/journal.js';
import type { SetStage } from './set-stage.js';
import { readLog } from './traffic/read-log.js';
import { firstOfSide } from './traffic/side-topic.js';

/** Reads the topics, the journals and the dead letters, when all is over. */
export async function gatherEvidence(
  { stage, letters, watch }: SetStage,
  faults: readonly PlayedFault[],
  ack: boolean,
): Promise<Evidence> {
  const { kafka, admin, topic, side, traffic, receivers } = stage;
  const journals = receivers.map(({ journal }) => readJournal(journal));
  const taken: Taken[] = journals
    .flatMap(({ arrivals }, receiver) => arrivals.map((arrival) => ({ ...arrival, receiver })))
    .sort((a, b) => a.at - b.at);
  letters.look();
  return {
    written: traffic.written,
    log: await readLog(kafka.bootstrap, admin, topic),
    taken: taken.filter(({ number }) => number < firstOfSide),
    foreign: journals.reduce((sum, { foreign }) => sum + foreign, 0),
    letters: letters.letters,
    commits: watch.commits,
    faults,
    ack,
    side: {
      first: firstOfSide,
      since: side.since,
      written: side.traffic.written,
      log: await readLog(kafka.bootstrap, admin, side.topic),
      taken: taken.filter(({ number }) => number >= firstOfSide),
    },
  };
}
