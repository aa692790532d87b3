/**
 * The direction of imports (docs/architecture.md, «Directions»).
 *
 * A file imports its own folder or a folder of a lower row; folders of one row do not know each other.
 * A new folder is one word in this list.
 */
const LAYERS = [
  ['core'],
  ['face', 'match', 'gallery', 'exchange'],
  ['adapters', 'charts', 'db'],
  ['services'],
  ['evaluation', 'http', 'jobs', 'video'],
  ['cli'],
];

const directions = LAYERS.flatMap((row, index) =>
  row.map((layer) => ({
    name: `direction-${layer}`,
    comment: `${layer} imports only itself and lower layers`,
    severity: 'error',
    from: { path: `^src/${layer}/`, pathNot: '\\.test\\.tsx?$' },
    to: {
      path: '^src/[^/]+/',
      pathNot: `^src/(${[layer, ...LAYERS.slice(0, index).flat()].join('|')})/`,
    },
  })),
);

module.exports = {
  forbidden: [
    ...directions,
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-core-and-match',
      comment: 'core and match are pure: no npm module, no Node module',
      severity: 'error',
      from: { path: '^src/(core|match)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
    },
    {
      name: 'main-wires',
      comment: 'nobody imports main.ts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/main\\.ts$' },
    },
    {
      name: 'no-test-in-product',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.tsx?$|^src/testing/)' },
      to: { path: '(\\.test\\.tsx?$|^src/testing/)' },
    },
    {
      name: 'declared',
      comment: 'what the product imports is a runtime dependency',
      severity: 'error',
      from: { path: '^src/', pathNot: '(\\.test\\.tsx?$|^src/testing/)' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown', 'undetermined'] },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
