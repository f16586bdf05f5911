import { describe, expect, test } from 'vitest';
import { type Driven, debugCell, useDebugger } from './debuggerUnderTest.ts';

useDebugger();

const late = /^The cell cannot be paused yet: V8 does not stop inside a built-in function/;

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise(resolve => setTimeout(resolve, 20));
}

const notices = (driven: Driven) => driven.told().filter(text => late.test(text));

describe('a pause while a built-in function runs', () => {
  test('that never ends is told of once, and the cell can be terminated', async () => {
    const driven = await debugCell("text('before');\n[].indexOf.call({ length: 2 ** 53 - 1 }, 1);");
    await driven.cell.run();
    await until(() => driven.texts().length > 0);
    driven.cell.pause();
    await until(() => notices(driven).length > 0);
    driven.cell.pause();
    expect(driven.cell.stop).toBeNull();
    driven.cell.terminate();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response?.status).toBe('terminated');
    expect(notices(driven)).toHaveLength(1);
  });

  test('stops the cell as soon as that is done', async () => {
    const driven = await debugCell(
      "text('before');\n[].indexOf.call({ length: 2e8 }, 1);\ntext('after');\nlet turns = 0;\nwhile (true) turns += 1;",
    );
    await driven.cell.run();
    await until(() => driven.texts().length > 0);
    driven.cell.pause();
    const stop = await driven.stop();
    expect([stop.reason, stop.frames[0]?.name]).toEqual(['pause', '(cell)']);
    await driven.cell.close();
  });

  test('that uses up the memory does not hide that it did', async () => {
    const driven = await debugCell(
      "text('before');\ntext('ab'.repeat(2 ** 25).replace(/a/g, () => 'b').length);\nawait tools.never();",
    );
    await driven.cell.run();
    await until(() => driven.texts().length > 0);
    driven.cell.pause();
    expect(await driven.next()).toBeNull();
    expect(driven.cell.response).toMatchObject({
      status: 'failed',
      errorText: expect.stringContaining('memory limit'),
    });
  });

  test('is not told of where the cell just waits', async () => {
    const driven = await debugCell('await tools.never();');
    await driven.cell.run();
    await until(() => driven.cell.frontier.calls.size > 0);
    driven.cell.pause();
    expect((await driven.stop()).reason).toBe('pause');
    await new Promise(resolve => setTimeout(resolve, 1_200));
    expect(notices(driven)).toEqual([]);
    await driven.cell.close();
  });
});
