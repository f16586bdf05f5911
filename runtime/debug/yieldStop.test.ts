import { describe, expect, test } from 'vitest';
import { debugCell, useDebugger } from './debuggerUnderTest.ts';
import { waitAsModel } from './interventions.ts';

useDebugger();

describe('a stop at a yield', () => {
  const source = 'text("before");\nyield_control();\ntext("after");\nawait tools.echo(1);';

  test('leaves it to the person to wait, with a time of their own', async () => {
    const driven = await debugCell(source);
    driven.cell.setEventStops(['yield']);
    await driven.cell.run();
    expect((await driven.stop()).text).toContain('yield_control()');
    while (driven.cell.model.observing) await new Promise(resolve => setTimeout(resolve, 5));
    waitAsModel(driven.cell, 60_000);
    await driven.end();
    expect(driven.told()).toContain('A wait observes the cell, for 60000 ms at most');
    expect(driven.cell.response?.status).toBe('completed');
  });

  test('is waited on anew by itself when the person goes on', async () => {
    const driven = await debugCell(source);
    driven.cell.setEventStops(['yield']);
    await driven.cell.run();
    await driven.stop();
    await driven.end();
    expect(driven.texts()).toEqual(['before', 'after']);
    expect(driven.cell.response?.status).toBe('completed');
  });
});
