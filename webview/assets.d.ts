/** Styles are bundled; importing them brings nothing into the program. */
declare module '*.css';
