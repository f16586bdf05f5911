import { expect, test } from 'vitest';
import type { HostMessage } from '../../runtime/viewer/messages.ts';
import { ViewerHost } from './viewerHost.ts';

test('a page is told of a newcomer until the first steps were put away, which no command of the window hears of', () => {
  const told: (boolean | undefined)[] = [];
  const commands: string[] = [];
  let newcomer = true;
  const port = {
    visible: true,
    post: (message: HostMessage) => {
      if (message.type === 'header') told.push(message.header.newcomer);
    },
  };
  const host = new ViewerHost(port, {
    open: () => {},
    selected: () => {},
    command: (_, name) => commands.push(name),
    refused: () => {},
    get newcomer() {
      return newcomer;
    },
    beenHere: () => {
      newcomer = false;
    },
  });
  host.receive({ type: 'ready' });
  host.receive({ type: 'command', command: 'beenHere' });
  host.receive({ type: 'ready' });
  expect(told).toEqual([true, undefined]);
  expect(commands).toEqual([]);
});
