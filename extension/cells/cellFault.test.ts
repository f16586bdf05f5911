import { describe, expect, test } from 'vitest';
import { faultOf } from './cellFault.ts';

describe('where a cell failed', () => {
  test('is where its error stack says, innermost frame first', () => {
    const stack = 'Error: boom\n    at inner (exec_main.mjs:1:43)\n    at async exec_main.mjs:3:1';
    expect(faultOf(stack, '')).toEqual({
      message: 'Error: boom',
      places: [
        { line: 1, column: 43 },
        { line: 3, column: 1 },
      ],
    });
  });

  test('is found in the source for a syntax error, whose text names no place', () => {
    const fault = faultOf("SyntaxError: Unexpected token ';'", 'const ok = 1;\nconst = ;\n');
    expect(fault.places).toEqual([{ line: 2, column: 7 }]);
  });

  test('is unknown for a thrown string', () => {
    expect(faultOf('the tool said no', 'throw "the tool said no"')).toEqual({
      message: 'the tool said no',
      places: [],
    });
  });

  test('is unknown for a syntax error made at run time by source that parses', () => {
    expect(faultOf('SyntaxError: Unexpected end of JSON input', 'JSON.parse("")').places).toEqual([]);
  });

  test('top-level await, a hash bang and an export are no fault', () => {
    const source = '#!/usr/bin/env node\nexport const a = await 1;\n';
    expect(faultOf('SyntaxError: anything', source).places).toEqual([]);
  });
});
