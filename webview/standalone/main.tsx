/**
 * The viewer in a saved HTML file begins here: the same page, with a host of its own that answers from the file.
 */

import '../styles/viewer.css';
import { mountViewer } from '../view/mount.tsx';
import { FileHost } from './fileHost.ts';

mountViewer(new FileHost());
