import { exitCodes } from './exit-codes.js';

/** What `--help` says below the options. */
export const helpText: string = `
Examples:
  kafka-splunk-consumer                     run with kafka_consumer.yml
  kafka-splunk-consumer -c /etc/kafka-splunk/orders.yml
  kafka-splunk-consumer check               say what is wrong before it runs, with remedies
  kafka-splunk-consumer status --watch      where the running program stands; the same as a page is
                                            at http://127.0.0.1:9464 (admin.host, admin.port)

Files:
  kafka_consumer.yml                        the config, where none is named
  dead-letters/<group>-<worker>.jsonl       events that Splunk refuses (dead_letters.directory)

Signals:
  SIGTERM, SIGINT   stop: read no more, deliver and commit what is held, leave the group;
                    general.drain_deadline (25 s) is the most it takes before it gives up
  a second one      end at once; what was not settled is delivered again at the next start.
                    (Within half a second of the first it counts as the same: terminals and
                    package managers tend to send the first twice.)
  SIGHUP            read the config anew and take it over, worker by worker, without a stop; a
                    file with mistakes changes nothing and is told in the log

Exit codes:
  ${exitCodes.done}  stopped, everything that was read is delivered and committed
  ${exitCodes.failure}  failure
  ${exitCodes.usage}  the command line or the config is wrong
  ${exitCodes.unsettled}  stopped with records unsettled: at the drain deadline, by a second signal, or because a
     worker died or lost its place in the group while it drained. Nothing is lost, some events
     may reach Splunk twice
  ${exitCodes.crashLoop}  crash loop: every worker died again and again soon after its start, and nothing was
     ever delivered

The log goes to stdout, one line of JSON per entry (text on a terminal); logging.loglevel says how
much. Complaints about the command line and the config go to stderr.
`;
