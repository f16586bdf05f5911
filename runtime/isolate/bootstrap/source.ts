/**
 * The bootstrap as the text that is evaluated in every new isolate.
 *
 * The functions of this folder are written and checked as TypeScript; running from sources their types are erased in
 * place, bundled they are plain JavaScript: either way their text stands for itself and refers to nothing outside.
 */

import { letterUnits, mailHeadBytes, mailWords } from '../../protocol/mail.ts';
import { makeEntry } from './entry.ts';
import { makeKit } from './kit.ts';
import { makeMail } from './mail.ts';
import { installOutput } from './output.ts';
import { installSettled } from './settled.ts';
import { installStored } from './stored.ts';
import { installTimers } from './timers.ts';
import { installTools } from './tools.ts';

/** Frames with this file name are ours, not the cell's. `kit.ts` knows it too. */
export const bootstrapFile = 'codemode:bootstrap';

/**
 * A function of `emit`, `flush`, `leave`, `fetchStored`, the ring's shared buffer and, if offered, `plainScript` and the
 * mail's shared buffer and hooks, that makes a cell's `Doors`.
 */
export const bootstrapSource = `(function (emit, flush, leave, fetchStored, shared, plainScript, mailShared, mailHooks) {
"use strict";
const ring = { head: new Int32Array(shared, 0, 2), units: new Uint16Array(shared, 8) };
const kit = (${makeKit})({ emit, flush, leave, fetchStored, plainScript }, ring);
const mail = (${makeMail})(kit, mailShared, ${JSON.stringify(mailWords)}, ${mailHeadBytes}, ${letterUnits}, mailHooks);
(${installOutput})(kit);
(${installSettled})(kit);
return (${makeEntry})(kit, mail, (${installTools})(kit, mail), (${installTimers})(kit), (${installStored})(kit));
})`;
