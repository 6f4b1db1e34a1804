/** The text of docs/metrics.md. */
export function renderMetricsReference(): string;
