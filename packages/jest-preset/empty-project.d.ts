import type { ChildProcess } from 'node:child_process';

/** A package that npm installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly hasInstallScript: boolean;
}

/** What a user has: a project outside the workspace, into which a packed package was installed with npm. */
export declare class EmptyProject {
  /** A temporary folder. */
  readonly folder: string;
  /** The packed package; empty before {@link EmptyProject.install}. */
  readonly tarball: string;
  /** @param source - folder of the package to be packed; the tools it uses in its own tests are taken from there */
  constructor(source: string);
  /** Packs the package as it is built, and installs it. */
  install(): Promise<void>;
  /** Writes a file of the project; answers its path. */
  write(name: string, text: string): string;
  read(name: string): string;
  /** What npm recorded of each package that it installed, those of this workspace left out. */
  installed(): InstalledPackage[];
  /** Compiles programs as strictly as TypeScript can, the declarations of all packages included. Rejects with what it found. */
  compile(files: readonly string[]): Promise<void>;
  /** Runs Node in the project and answers what it printed. */
  node(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string>;
  /** Starts a program of the project that runs until it is told to end. */
  start(file: string): ChildProcess;
  /** Runs a tool on the tarball: the file `bin` of a package that the source has installed. */
  tool(name: string, bin: string, args: readonly string[]): Promise<string>;
  /** Deletes the project. */
  remove(): void;
}
