/**
 * The memory that a cell's inside and its process share so that a nested call and its answer can pass without a wake-up.
 *
 * One slot each way. Invariant: a slot is 0 empty, 1 full, 2 being read; whoever changes it does so by compare-exchange,
 * so that a letter is either taken or withdrawn, never both. What does not fit takes the usual way.
 */

/** Where in the shared 32-bit words everything stands. The inside gets this table as text. */
export const mailWords = {
  /** The process is awake and will look at `call`. */
  watching: 0,
  call: 1,
  callId: 2,
  callTool: 3,
  callLength: 4,
  /** How much of the text ring had been written before the call. */
  callAt: 5,
  /** The inside is waiting for the bell right now, and will look at `answer`. */
  listening: 6,
  answer: 7,
  answerId: 8,
  answerOk: 9,
  answerLength: 10,
  /** Answers have been coming so fast that waiting for one is worth while. */
  quick: 11,
  /** How many signals the process has received. */
  received: 12,
  /** How often the process has been let in. */
  entered: 13,
  /** Rung (1) to end the inside's wait. */
  bell: 14,
} as const;
export type MailWords = typeof mailWords;

/** UTF-16 units of JSON in one letter. */
export const letterUnits = 512;
/** Bytes before the letters' units. */
export const mailHeadBytes = 64;
