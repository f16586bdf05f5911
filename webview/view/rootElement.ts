/** The element a page lives in; made when the page brings none. */
export function rootElement(): HTMLElement {
  return document.getElementById('root') ?? document.body.appendChild(document.createElement('div'));
}
