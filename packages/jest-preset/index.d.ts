import type { Config } from 'jest';
/** The two Jest projects of a package: `unit` and `integration`. */
export declare const projects: Config;
