/** What an error code means, and what to do about it. */
export interface ErrorCodeInfo {
  readonly meaning: string;
  readonly remedy: string;
}

/** Every code of the program's own. The packages it is made of have theirs; docs/errors.md lists all of them. */
export const appErrorCodes: Readonly<Record<AppErrorCode, ErrorCodeInfo>> = {
  SETUP_DEAD_LETTERS: {
    meaning: 'The dead-letter file of a worker cannot be written.',
    remedy:
      'Make the folder writable for the user of the program, or name another one under dead_letters.directory.',
  },
  ADMIN_NOT_LISTENING: {
    meaning:
      'The address of the admin server cannot be had: no status, metrics or page. Events are delivered.',
    remedy: 'Give admin.port another port, or end what has it; it is tried again every five seconds.',
  },
  STATUS_UNREACHABLE: {
    meaning: 'The command `status` got no answer of a running program.',
    remedy: 'Look whether it runs, and where its admin server listens: admin.host and admin.port, or --url.',
  },
  RELOAD_REFUSED: {
    meaning: 'SIGHUP: the config file was not taken over, and nothing has changed.',
    remedy: 'The message names each problem. Mend the file and send SIGHUP again; no event waits for that.',
  },
  RELOAD_UNDONE: {
    meaning: 'SIGHUP: a worker could not work with the new config, and all went back to the one before.',
    remedy:
      'The message names the cause. Mend the file and send SIGHUP again, before the next restart reads it.',
  },
  SETUP_DEAD_LETTER_TOPIC: {
    meaning: 'Dead letters cannot go to the topic under dead_letters.topic.',
    remedy:
      'Create the topic with cleanup.policy=delete, and grant DESCRIBE and WRITE on it; the message names which of it is missing.',
  },
  WORKER_HANGS: {
    meaning:
      'A worker reported nothing for as long as general.hang_timeout says: it was killed, and a new one follows.',
    remedy:
      'If it repeats, the machine is too busy, swaps, or stops its processes: look at its load. Else report it with the log around it.',
  },
  WORKER_MEMORY: {
    meaning:
      'A worker took more memory than general.worker_memory allows: it settled what it held, and a new one took its place.',
    remedy:
      'If it repeats, raise general.worker_memory, or lower general.memory or general.workers where the machine has no more.',
  },
  WORKER_CRASHES: {
    meaning:
      'Workers die again and again. What was read is not lost; other partitions are delivered between the deaths.',
    remedy:
      'The message names the last cause and, where they are always the same, the places at which reading stood: a record that ends the workers is there or behind. Mend the cause, or report it with them.',
  },
  REPLAY_FILE: {
    meaning: 'A dead-letter file that was named on the command line cannot be read.',
    remedy: 'Check its path and its rights; without a name, the files of the group are read.',
  },
  REPLAY_TOPIC: {
    meaning: 'The topic to be sent again is not there.',
    remedy: 'Check its name; without the right DESCRIBE on it, it cannot be seen.',
  },
  REPLAY_RANGE: {
    meaning: 'The range to be sent again is none.',
    remedy:
      'The message names what is wrong with --from, --to or --partition. --dry-run shows what would be sent.',
  },
  WORKER_NOT_STARTED: {
    meaning: 'The operating system did not start a worker process.',
    remedy: 'Look at the limits of processes and memory of the user or the container.',
  },
  WORKER_SILENT: {
    meaning: 'A worker process said nothing after its start and was killed; a new one follows.',
    remedy: 'If it repeats, the machine is too busy to start a process in half a minute: look at its load.',
  },
  WORKER_PROTOCOL: {
    meaning:
      'A worker is of another version than its supervisor: the files were replaced while the program ran.',
    remedy: 'Stop the program and start it anew.',
  },
  WORKER_START: {
    meaning: 'A worker could not build its pipeline.',
    remedy: 'The message names the cause. A new worker tries again.',
  },
  WORKER_FAILED: {
    meaning: 'A worker could not go on; a new one takes its place and nothing is lost.',
    remedy: 'The message names the cause. Look at the brokers where it names Kafka.',
  },
  WORKER_STOPPED: {
    meaning: 'The pipeline of a worker ended without being told to; a new worker takes its place.',
    remedy: 'This is a fault of the program: please report it with the log around it.',
  },
  WORKER_DRAIN: {
    meaning: 'The drain of a worker failed; what it had not settled is delivered again after the next start.',
    remedy: 'The message names the cause.',
  },
  WORKER_EXCEPTION: {
    meaning: 'An exception that nobody caught ended a worker; a new one takes its place and nothing is lost.',
    remedy: 'This is a fault of the program: please report it with the log around it.',
  },
  WORKER_REJECTION: {
    meaning: 'A promise that nobody waited for failed and ended a worker; a new one takes its place.',
    remedy: 'This is a fault of the program: please report it with the log around it.',
  },
};

/** Stable name of an error of the program's own. */
export type AppErrorCode =
  | 'SETUP_DEAD_LETTERS'
  | 'ADMIN_NOT_LISTENING'
  | 'STATUS_UNREACHABLE'
  | 'RELOAD_REFUSED'
  | 'RELOAD_UNDONE'
  | 'SETUP_DEAD_LETTER_TOPIC'
  | 'WORKER_HANGS'
  | 'WORKER_MEMORY'
  | 'WORKER_CRASHES'
  | 'REPLAY_FILE'
  | 'REPLAY_TOPIC'
  | 'REPLAY_RANGE'
  | 'WORKER_NOT_STARTED'
  | 'WORKER_SILENT'
  | 'WORKER_PROTOCOL'
  | 'WORKER_START'
  | 'WORKER_FAILED'
  | 'WORKER_STOPPED'
  | 'WORKER_DRAIN'
  | 'WORKER_EXCEPTION'
  | 'WORKER_REJECTION';

/** Those of them that end the program with exit code 2. */
export type SetupErrorCode = Extract<AppErrorCode, `SETUP_${string}`>;

/** Those of them that a replay ends with before it sends anything. */
export type ReplayErrorCode = Extract<AppErrorCode, `REPLAY_${string}`>;
