import { describe } from 'vitest';
import { conforms } from './conform.ts';
import { agents } from './scenarios/agents.ts';

describe('recorded by the reference: agents', () => conforms(agents));
