import { describe, expect, test } from 'vitest';
import { useAdapters } from '../../test/support/adapterUnderTest.ts';
import { request } from './protocol.ts';

const open = useAdapters();

describe('what is asked at an odd moment', () => {
  test('an expression is not stopped by the pause that was asked for before it', async () => {
    const client = open('await tools.echo(1);\ntext("end");');
    await client.launch({ stopOnEntry: true });
    await client.stopped();
    await client.request('pause', { threadId: 1 });
    await client.request('stepOut', { threadId: 1 });
    expect((await client.request('evaluate', { expression: '6 * 7', context: 'repl' })).result).toBe('42');
  });

  test('a cell that stops at its end after it was terminated can be left', async () => {
    const client = open('await tools.never();');
    await client.launch({ stopOnEntry: true }, async () => {
      await client.request('setExceptionBreakpoints', { filters: ['completion', 'cancellations'] });
    });
    await client.stopped();
    await client.request(request.terminate);
    expect((await client.stopped()).description).toBe('The cell has terminated');
    await client.request('continue', { threadId: 1 });
    await client.event('terminated');
    expect(client.said('console')).toContain('The cell has terminated');
  });

  test('braces in a refusal are what they are', async () => {
    const client = open('debugger;');
    await client.launch({});
    await client.stopped();
    const refused = client.request('evaluate', { expression: 'throw "{_x} {y}"', frameId: 1 });
    await expect(refused).rejects.toThrow('{_x} {y}');
  });
});
