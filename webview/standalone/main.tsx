/**
 * The viewer in a saved HTML file begins here: the same page, with a host of its own that answers from the file.
 */

import '../styles/viewer.css';
import { translate } from '../strings.ts';
import { embeddedTexts } from '../texts.ts';
import { mountViewer } from '../view/mount.tsx';
import { FileHost } from './fileHost.ts';

translate(embeddedTexts());
mountViewer(new FileHost());
