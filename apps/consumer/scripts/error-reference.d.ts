/** The text of docs/errors.md. */
export declare function renderErrorReference(): string;
