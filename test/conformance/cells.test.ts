import { describe } from 'vitest';
import { conforms } from './conform.ts';
import { cells } from './scenarios/cells.ts';

describe('recorded by the reference: cells', () => conforms(cells));
