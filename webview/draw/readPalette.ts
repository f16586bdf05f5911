/**
 * Reads the palette off the page, and tells when the theme has changed.
 *
 * VS Code changes the classes and styles of `body` and the root on a theme change; media queries cover the rest.
 */

import { type ColourName, colourNames, type Palette, parseColour, type Rgb } from './palette.ts';

export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (name: string, under: Rgb): Rgb => {
    probe.style.color = `var(--cs-${name})`;
    return parseColour(getComputedStyle(probe).color, under);
  };
  const dark = !document.body.classList.contains('vscode-light');
  const bg = read('bg', dark ? [30, 30, 30] : [255, 255, 255]);
  const entries = colourNames.map(name => [name, name === 'bg' ? bg : read(name, bg)] as const);
  probe.remove();
  const forced = matchMedia('(forced-colors: active)').matches;
  const classes = document.body.classList;
  return {
    colours: Object.fromEntries(entries) as Record<ColourName, Rgb>,
    outlined: forced || classes.contains('vscode-high-contrast') || classes.contains('vscode-high-contrast-light'),
    font: getComputedStyle(element).fontFamily || 'sans-serif',
  };
}

/** Calls `changed` after every change of theme; returns how to stop. */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'style'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'style'] });
  const queries = ['(forced-colors: active)', '(prefers-color-scheme: dark)'].map(query => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
