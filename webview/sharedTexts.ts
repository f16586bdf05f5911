/** Texts that several pages show, so that they are written and translated once, as the viewer's. */

export const sharedTexts = {
  'help.title': 'Keys',
  'key.help': 'This help',
  'keyName.home': 'Home',
  'keyName.end': 'End',
  'keyName.enter': 'Enter',
  'keyName.space': 'Space',
  'label.cell': 'Cell {0}',
  'status.running': 'running',
  'status.completed': 'completed',
  'status.failed': 'failed',
  'status.cancelled': 'cancelled',
  'status.yielded': 'yielded',
} as const;
