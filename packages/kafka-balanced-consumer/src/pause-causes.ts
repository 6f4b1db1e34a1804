// The words alone: whoever only reads what a consumer reported need not load it and its Kafka client.
export { BUDGET_CAUSE, DRAINING_CAUSE } from './flow/pause-reasons.js';
