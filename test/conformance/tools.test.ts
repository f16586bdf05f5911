import { describe } from 'vitest';
import { conforms } from './conform.ts';
import { tools } from './scenarios/tools.ts';

describe('recorded by the reference: tools of the model', () => conforms(tools));
