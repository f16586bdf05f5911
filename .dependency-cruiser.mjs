/**
 * The house's arrows, checked. They point down only: the editor knows the runtime, never the other way.
 * A rule's comment says what would be lost if the arrow turned round.
 */
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
/** Our own rooms, all but those named. */
const outside = (...rooms) => ({ path: '^(extension|webview|runtime)/', pathNot: rooms.map(room => `^${room}`) });

export default {
  forbidden: [
    forbid('no-circle', 'Two files that need each other are one file.', {}, { circular: true }),
    forbid(
      'vscode-only-in-extension',
      'Everything below the extension works without an editor.',
      { pathNot: '^(extension|test)/' },
      { path: '^vscode$' },
    ),
    forbid(
      'base-stands-alone',
      'Words everyone shares may depend on nobody.',
      { path: '^runtime/base/', pathNot: '\\.test\\.ts$' },
      { pathNot: '^runtime/base/' },
    ),
    forbid(
      'protocol-knows-base-only',
      'Both sides of the pipe import it; it must drag nothing along.',
      { path: '^runtime/protocol/', pathNot: '\\.test\\.ts$' },
      { pathNot: '^runtime/(protocol|base)/', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'isolate-knows-protocol-only',
      'The child holds no powers.',
      { path: '^runtime/isolate/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(isolate|protocol|base)/'),
    ),
    forbid(
      'cells-know-no-trace',
      'A session takes an observer; who records is not its business.',
      { path: '^runtime/cells/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(cells|protocol|base|isolate)/'),
    ),
    forbid(
      'tools-know-base-only',
      'Tools are handed to a session; they do not know it.',
      { path: '^runtime/tools/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(tools|base)/'),
    ),
    forbid(
      'trace-needs-no-runtime',
      'A trace must be readable where no cell can run.',
      { path: '^runtime/trace/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(trace|base)/'),
    ),
    forbid(
      'timeline-is-pure',
      'The timeline runs in Node, a worker and a page.',
      { path: '^runtime/(trace/timeline|viewer)/', pathNot: '\\.test\\.ts$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'viewer-words-know-trace-only',
      'What host and webview say to each other is data about a trace.',
      { path: '^runtime/viewer/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(viewer|trace|base)/'),
    ),
    forbid(
      'share-knows-data-only',
      'A file to hand on is made of a trace and of what a page understands.',
      { path: '^runtime/share/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(share|viewer|trace|base)/'),
    ),
    forbid(
      'runtime-knows-no-face',
      'The runtime serves every face and knows none.',
      { path: '^runtime/' },
      { path: '^(extension|webview)/' },
    ),
    forbid(
      'debug-stands-on-cells',
      'The debugger drives sessions and reads traces; faces drive the debugger.',
      { path: '^runtime/debug/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(debug|cells|protocol|trace|viewer|tools|base)/'),
    ),
    forbid(
      'authoring-reads-text-only',
      'What is said of a cell while it is written must not need one that runs.',
      { path: '^runtime/authoring/', pathNot: '\\.test\\.ts$' },
      outside('runtime/(authoring|tools|cells/(pragma|requestError)|viewer/sourceTree|base)'),
    ),
    forbid(
      'only-faces-debug',
      'What runs cells for everybody must not depend on who looks into one.',
      { path: '^runtime/', pathNot: '^runtime/(debug|cli)/|\\.test\\.ts$' },
      { path: '^runtime/debug/' },
    ),
    forbid(
      'nobody-imports-cli',
      'The command line is a face.',
      { pathNot: '^(runtime/cli|test)/' },
      { path: '^runtime/cli/' },
    ),
    forbid(
      'webview-draws-only',
      'The page knows the timeline and the messages, nothing that runs.',
      { path: '^webview/', pathNot: '\\.test\\.tsx?$' },
      { path: '^extension/|^runtime/(?!(base|viewer|trace/timeline)/)' },
    ),
    forbid(
      'webview-without-node',
      'The page runs in a browser.',
      { path: '^webview/', pathNot: '\\.test\\.tsx?$' },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'extension-knows-no-page',
      'The page is reached by messages alone.',
      { path: '^extension/' },
      { path: '^webview/' },
    ),
    forbid(
      'product-imports-no-test',
      'What ships does not lean on what checks it.',
      { path: '^(extension|webview|runtime)/', pathNot: '\\.test\\.tsx?$' },
      { path: '^test/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
