import { describe } from 'vitest';
import { conforms } from './conform.ts';
import { compactions, failures, interruptions, threads } from './scenarios/control.ts';

describe('recorded by the reference: failing models', () => conforms(failures));
describe('recorded by the reference: interruptions and kills', () => conforms(interruptions));
describe('recorded by the reference: turns and threads', () => conforms(threads));
describe('recorded by the reference: compaction', () => conforms(compactions));
