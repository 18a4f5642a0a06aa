// The folder of a spec says what it needs, or its name does: `x.e2e.spec.ts` in src/.
const E2E = ['<rootDir>/test/(e2e|faults|client)/**/*.spec.ts', '<rootDir>/src/**/*.e2e.spec.ts'];
const STORAGE = ['<rootDir>/src/storage/**/*.spec.ts', '<rootDir>/test/conformance/*.spec.ts'];
const EXTENDED = ['<rootDir>/test/(bench|crash|fuzz|simulation|browser|explorer)/**/*.spec.ts'];
const UNIT = [
  '<rootDir>/src/!(storage)/**/!(*.e2e).spec.ts',
  '<rootDir>/test/*.spec.ts',
  '<rootDir>/test/support/*.spec.ts',
];

/** @type {import('jest').Config} */
const shared = {
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^project-dream$': '<rootDir>/src/index.ts',
    '^project-dream/(engine|testing)$': '<rootDir>/src/$1.ts',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

const project = (displayName, testMatch) => ({ ...shared, displayName, testMatch });

/** @type {import('jest').Config} */
export default {
  projects: [
    project('unit', UNIT),
    project('storage', STORAGE),
    project('e2e', E2E),
    project('extended', EXTENDED),
  ],
  testTimeout: 30_000,
  maxWorkers: '100%',
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.spec.ts'],
  coverageReporters: ['text-summary', 'html'],
};
