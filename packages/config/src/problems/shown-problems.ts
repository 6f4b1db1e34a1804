/** A broken file can have a problem in every line; nobody reads more than these at once. */
export const SHOWN_PROBLEMS = 50;
