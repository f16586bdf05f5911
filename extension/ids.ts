/**
 * Every id that the extension and its manifest share, once.
 *
 * Invariant: `ids.test.ts` compares these lists with `package.json` both ways, so neither can drift.
 */

export const extensionId = 'cellscope.cellscope';

export const command = {
  newCell: 'cellscope.newCell',
  openSamples: 'cellscope.openSamples',
  runCell: 'cellscope.runCell',
  runSelection: 'cellscope.runSelection',
  runInput: 'cellscope.runInput',
  runAgain: 'cellscope.runAgain',
  waitOnCell: 'cellscope.waitOnCell',
  terminateCell: 'cellscope.terminateCell',
  liveCells: 'cellscope.liveCells',
  showCellOutput: 'cellscope.showCellOutput',
  openCellSource: 'cellscope.openCellSource',
  openRollout: 'cellscope.openRollout',
  openRolloutHere: 'cellscope.openRolloutHere',
  openEventLog: 'cellscope.openEventLog',
  showTimeline: 'cellscope.showTimeline',
  showInTimeline: 'cellscope.showInTimeline',
  refreshRollouts: 'cellscope.refreshRollouts',
  revealRollout: 'cellscope.revealRollout',
  copyRolloutPath: 'cellscope.copyRolloutPath',
  copyLink: 'cellscope.copyLink',
  editNote: 'cellscope.editNote',
  deleteNote: 'cellscope.deleteNote',
  saveAsPage: 'cellscope.saveAsPage',
  compareRollouts: 'cellscope.compareRollouts',
  selectForCompare: 'cellscope.selectForCompare',
  compareWithSelected: 'cellscope.compareWithSelected',
  deleteRollout: 'cellscope.deleteRollout',
  revealRolloutRoot: 'cellscope.revealRolloutRoot',
  newSession: 'cellscope.newSession',
  chooseNode: 'cellscope.chooseNode',
  resetApprovals: 'cellscope.resetApprovals',
  showLog: 'cellscope.showLog',
  debugCell: 'cellscope.debugCell',
  debugSelection: 'cellscope.debugSelection',
  debugRecordedCell: 'cellscope.debugRecordedCell',
  walkRollout: 'cellscope.walkRollout',
  stepToEvent: 'cellscope.stepToEvent',
  stepToYield: 'cellscope.stepToYield',
  stepToCall: 'cellscope.stepToCall',
  breakAtCall: 'cellscope.breakAtCall',
  actOnPending: 'cellscope.actOnPending',
  deliverNow: 'cellscope.deliverNow',
  deliverNext: 'cellscope.deliverNext',
  changeResult: 'cellscope.changeResult',
  giveResult: 'cellscope.giveResult',
  failCall: 'cellscope.failCall',
  holdCall: 'cellscope.holdCall',
  releaseCall: 'cellscope.releaseCall',
  cancelCall: 'cellscope.cancelCall',
  fireTimer: 'cellscope.fireTimer',
  waitAsModel: 'cellscope.waitAsModel',
  waitByItself: 'cellscope.waitByItself',
  waitByHand: 'cellscope.waitByHand',
  terminateAsModel: 'cellscope.terminateAsModel',
} as const;

export const container = 'cellscope';
export const view = {
  rollouts: 'cellscope.rollouts',
  timeline: 'cellscope.timeline',
  /** Among the views of the debugger. */
  pending: 'cellscope.pending',
} as const;

/** Tabs with a title of their own: the viewer, and two rollouts side by side. */
export const panel = { rollout: 'cellscope.panel', compare: 'cellscope.compare' } as const;

export const customEditor = { rollout: 'cellscope.rollout' } as const;

/** Settings by their name below `cellscope.`. */
export const settingSection = 'cellscope';
export const setting = {
  nodePath: 'nodePath',
  rolloutRoot: 'rolloutRoot',
  record: 'record',
  yieldTime: 'yieldTime',
  maxOutputTokens: 'maxOutputTokens',
  limits: 'limits',
  remoteImages: 'remoteImages',
  showOutput: 'showOutput',
  hints: 'hints',
} as const;

export const contextKey = {
  /** At least one cell of this window can be waited on or terminated. */
  hasLiveCells: 'cellscope.hasLiveCells',
  /** At least one cell of this window has put something out. */
  hasOutput: 'cellscope.hasOutput',
  /** The first scan for rollouts is over: an empty tree is really empty. */
  rolloutsScanned: 'cellscope.rolloutsScanned',
  /** Something in a rollout is selected: a cell, a call, a turn. */
  hasSelection: 'cellscope.hasSelection',
  /** A rollout was chosen to be compared with another. */
  compareSelected: 'cellscope.compareSelected',
  /** Paths of known bundle folders, for menus on folders. */
  bundleFolders: 'cellscope.bundleFolders',
  /** A cell that runs here is being debugged, not a rollout walked through. */
  debugsCell: 'cellscope.debugsCell',
  /** Its model waits for it. */
  modelWaits: 'cellscope.modelWaits',
} as const;

export const walkthrough = 'cellscope.start';

/** Schemes of documents that are no files: what a rollout or a cell holds, and what a call is to get. */
export const scheme = {
  rollout: 'cellscope-rollout',
  output: 'cellscope-output',
  /** Pictures and sound of cells as files. */
  media: 'cellscope-media',
  result: 'cellscope-result',
} as const;

/** Files that hold one cell. The language stays JavaScript, so that highlighting and completion stay. */
export const cellFilePattern = '**/*.cell.{js,mjs}';
export const cellFileName = /\.cell\.m?js$/;
