// One preset for all packages. Tests are TypeScript ES modules: swc strips the types (tsc checks them in the
// `typecheck` task, swc does not), and imports keep their `.js` endings as Node wants them.
import { fileURLToPath } from 'node:url';

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      fileURLToPath(import.meta.resolve('@swc/jest')),
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  // Only our own sources are transformed and only they are watched for names: dist is what we ship, not what we test here.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
};

/** The two projects of a package: `unit` needs nothing but loopback, `integration` a real Kafka or real processes. */
export const projects = {
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['<rootDir>/test/unit/**/*.test.ts'] },
    { ...shared, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.test.ts'] },
  ],
  // Long enough for a property test on a busy machine: a test fails by what it sees, not by how long it takes to look.
  testTimeout: 60_000,
  passWithNoTests: true,
};
