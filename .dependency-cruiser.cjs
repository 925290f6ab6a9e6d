// Import boundaries. Every rule says why it exists; ARCHITECTURE.md tells the same story in prose.

/** What a package may import from the workspace. Packages missing on a line are unknown to it. */
const PACKAGES = {
  'spec-lang': {
    may: [],
    why: 'The language knows neither solvers nor the Solidity parser: editors load it alone.',
  },
  solvers: { may: [], why: 'Terms and solvers know neither Solidity nor the specification language.' },
  core: { may: ['spec-lang', 'solvers'], why: 'Verification knows no console, no files and no EVM.' },
  evm: { may: [], why: 'The EVM is an independent witness: it shares nothing with the prover it checks.' },
  cli: {
    may: ['spec-lang', 'solvers', 'core', 'evm'],
    why: 'The command is the one place where everything meets.',
  },
};

/**
 * Phases of core in the order of the data. At run time a phase calls only phases before it; types may be shared, since
 * the vocabularies of options and reports are read by every phase.
 */
const CORE_PHASES = [
  'frontend',
  'ir',
  'encode',
  'symbolic',
  'spec',
  'obligation',
  'vc',
  'harness',
  'result',
  'session',
  'search',
  'inference',
  'run',
];

/** Third-party libraries with one door each: a library whose types are loose or whose start is slow is met once. */
const DOORS = [
  {
    library: '@solidity-parser/parser',
    pattern: '@solidity-parser/parser',
    door: '^packages/core/src/frontend/library\\.ts$',
    why: 'Its tree is loosely typed: it is translated once into our own and unknown behind that.',
  },
  {
    library: 'z3-solver',
    pattern: 'z3-solver',
    door: '^packages/solvers/src/backend/z3-wasm[^/]*\\.ts$',
    why: 'It is 35 MB of WASM with traps of its own: everything else sees a SolverBackend.',
  },
  {
    library: 'solc',
    pattern: 'solc',
    door: '^packages/evm/src/',
    why: 'The compiler is the judge of the prover, so the prover must not depend on it.',
  },
  {
    library: '@ethereumjs',
    pattern: '@ethereumjs/[^/]+',
    door: '^packages/evm/src/',
    why: 'The engine sits behind the Chain interface, so that it can be replaced.',
  },
];

const packageRules = Object.entries(PACKAGES).flatMap(([name, { may, why }]) => [
  {
    name: `${name}-imports`,
    comment: why,
    severity: 'error',
    from: { path: `^packages/${name}/src/` },
    to: { path: '^packages/([^/]+)/', pathNot: `^packages/(${[name, ...may].join('|')})/` },
  },
  {
    name: `${name}-front-door`,
    comment: `Other packages are met through their index: what it does not list is private.`,
    severity: 'error',
    from: { path: `^packages/${name}/src/` },
    to: {
      path: '^packages/([^/]+)/(src|dist)/',
      pathNot: [`^packages/${name}/`, '^packages/[^/]+/dist/index\\.(d\\.ts|js)$'],
    },
  },
]);

const phaseRules = CORE_PHASES.slice(0, -1).map((phase, index) => ({
  name: `core-${phase}-order`,
  comment: `Data flows one way: ${phase} does not call the phases after it (${CORE_PHASES.slice(index + 1).join(', ')}).`,
  severity: 'error',
  from: { path: `^packages/core/src/${phase}/` },
  to: {
    path: `^packages/core/src/(${CORE_PHASES.slice(index + 1).join('|')})/`,
    dependencyTypesNot: ['type-only'],
  },
}));

const doorRules = DOORS.map(({ library, pattern, door, why }) => ({
  name: `one-door-${library.replace(/[^a-z0-9]+/gi, '-').replace(/^-/, '')}`,
  comment: why,
  severity: 'error',
  from: { path: '^packages/[^/]+/src/', pathNot: door },
  to: { path: `(^|/)node_modules/${pattern}/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle makes two files one: neither can be understood, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing works only by accident, if at all.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-undeclared',
      comment: 'A library that package.json does not name is missing on the next machine.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'one-door-child-process',
      comment: 'A process that is started must be ended: only the native solver backend owns processes.',
      severity: 'error',
      from: {
        path: '^packages/[^/]+/src/',
        pathNot: '^packages/solvers/src/backend/(native-[^/]*|detect)\\.ts$',
      },
      to: { path: '^(node:)?child_process$' },
    },
    {
      name: 'one-door-file-system',
      comment:
        'Core and the language are given texts: they run in an editor, a worker or a browser as they are.',
      severity: 'error',
      from: { path: '^packages/(core|spec-lang)/src/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    ...packageRules,
    ...phaseRules,
    ...doorRules,
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^packages/[^/]+/dist'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts'],
    },
  },
};
