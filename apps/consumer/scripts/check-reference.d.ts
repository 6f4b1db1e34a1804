/** The text of docs/checks.md. */
export declare function renderCheckReference(): string;
