/** What a newcomer has before them when the editor opens. */
export const firstCell = 'samples/01-hello.cell.js';
