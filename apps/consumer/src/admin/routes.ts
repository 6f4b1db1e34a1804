import type { HistoryReport } from '../status/history-report.js';
import type { StatusReport } from '../status/status-report.js';
import { type Answer, plain } from './answer.js';
import type { PageFile } from './page-files.js';
import { notReady } from './readiness.js';

/** What the server shows. */
export interface AdminSources {
  readonly status: () => StatusReport;
  readonly history: () => HistoryReport;
  /** The metrics, as Prometheus reads them, without secrets: their names must stay whatever a secret looks like. */
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  /** The live page, by path. */
  readonly page: ReadonlyMap<string, PageFile>;
  /** Takes known secrets out of the other texts, should one have got in. */
  readonly scrub: (text: string) => string;
}

/** What stands behind a path; undefined where nothing does. */
export function routeOf(path: string, sources: AdminSources): (() => Answer | Promise<Answer>) | undefined {
  const { status, history, metrics, page, scrub } = sources;
  const json = (report: StatusReport | HistoryReport): Answer => ({
    status: 200,
    type: 'application/json; charset=utf-8',
    body: `${scrub(JSON.stringify(report)).trimEnd()}\n`,
  });
  switch (path) {
    // Whoever gets an answer at all knows that the program lives. What it needs to deliver is readyz's business: to
    // restart it because Splunk is away would cost its place in the group and mend nothing.
    case '/livez':
      return () => plain(200, 'alive');
    case '/readyz':
      return () => {
        const reasons = notReady(status());
        return reasons.length === 0 ? plain(200, 'ready') : plain(503, scrub(reasons.join('\n')).trimEnd());
      };
    case '/status.json':
      return () => json(status());
    case '/history.json':
      return () => json(history());
    case '/metrics':
      return async () => {
        const { type, text } = await metrics();
        return { status: 200, type, body: text };
      };
    default: {
      const asset = page.get(path);
      return asset && (() => ({ status: 200, type: asset.type, body: asset.body }));
    }
  }
}
