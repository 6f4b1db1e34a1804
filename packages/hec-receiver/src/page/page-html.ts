/** The page. */
export const pageHtml = '<!doctype html><title>HEC receiver</title>';

/** Headers of the page. */
export const pageHeaders: Readonly<Record<string, string>> = { 'Content-Type': 'text/html; charset=utf-8' };
