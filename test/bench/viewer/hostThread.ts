/**
 * Stands in for the extension host: a thread of its own that has read and projected the rollout before its page is
 * opened, as the editor's host has, and sends it by the very code that does so in the product.
 *
 * Leaves out the editor's own way between the two, which costs both sides some milliseconds more.
 */

import './immediates.ts';
import type { OpenRollout } from '../../../extension/viewer/openRollout.ts';
import { ViewerHost } from '../../../extension/viewer/viewerHost.ts';
import type { TimelineDelta } from '../../../runtime/trace/timeline/columns.ts';
import type { HostMessage } from '../../../runtime/viewer/messages.ts';
import { unpacked } from './packing.ts';

declare const self: { onconnect: (event: MessageEvent) => void; readonly name: string };

const whole = fetch(`/whole/${self.name}`).then(async response => {
  const delta = unpacked(await response.arrayBuffer()) as TimelineDelta;
  const { count, start, end } = delta.folds;
  // They go out as they are, and a copy of a view takes all behind it along.
  return { ...delta, folds: { count, start: start.slice(), end: end.slice() } };
});
/** The page counts as complete when it has taken so many spans. */
let spans = 0;

self.onconnect = ({ ports: [port] }) => {
  if (!port) return;
  void whole.then(
    delta => serve(port, delta),
    error => port.postMessage({ failed: String(error) }),
  );
};

function serve(port: MessagePort, delta: TimelineDelta): void {
  spans = 0;
  const host = new ViewerHost(
    {
      visible: true,
      post(message: HostMessage) {
        port.postMessage(message);
        if (message.type === 'timeline') spans += message.delta.spans.count;
        if (spans === delta.spans.count) port.postMessage('complete');
      },
    },
    { open() {}, selected() {}, command() {}, refused() {} },
  );
  const rollout: Partial<OpenRollout> = {
    bundle: 'b',
    header: { title: `${delta.spans.count} spans`, state: 'recorded', bundleKey: 'b', findings: [], liveCells: [] },
    onDidChange: () => ({ dispose() {} }),
    loaded: Promise.resolve(),
    whole: () => delta,
  };
  host.show(rollout as OpenRollout);
  port.onmessage = ({ data }) => host.receive(data);
  port.postMessage('ready');
}
