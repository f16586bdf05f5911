import { expect, test } from 'vitest';
import type { HostMessage } from '../../runtime/viewer/messages.ts';
import { ViewerHost } from './viewerHost.ts';

test('a page is told while no cell can be run, and again when one can', () => {
  const told: (boolean | undefined)[] = [];
  const port = {
    visible: true,
    mayRun: false,
    post: (message: HostMessage) => {
      if (message.type === 'header') told.push(message.header.mayRun);
    },
  };
  const host = new ViewerHost(port, { open: () => {}, selected: () => {}, command: () => {}, refused: () => {} });
  host.receive({ type: 'ready' });
  port.mayRun = true;
  host.mayRunChanged();
  expect(told).toEqual([false, undefined]);
});
