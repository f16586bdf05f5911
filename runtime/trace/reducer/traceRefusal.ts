/**
 * Why a bundle is refused: a sentence, and below it the causes, outermost first.
 *
 * Strict reduction throws it; otherwise the same sentence becomes a finding. Texts state the reference's facts.
 */

export class TraceRefusal extends Error {
  override readonly name = 'TraceRefusal';
  readonly causes: readonly string[];

  constructor(message: string, causes: readonly string[] = []) {
    super(message);
    this.causes = causes;
  }

  /** As the command line prints it. */
  report(): string {
    const below = this.causes.map(cause => `\n    ${cause}`).join('');
    return `Error: ${this.message}${below && `\n\nCaused by:${below}`}`;
  }
}
