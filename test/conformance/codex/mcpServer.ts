/**
 * A server for the model context protocol with one tool, `greet`, run by the reference as a program of its own.
 */
import { createInterface } from 'node:readline';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly protocolVersion?: string; readonly arguments?: { readonly who?: string } };
}

const tool = {
  name: 'greet',
  description: 'Greets somebody.',
  inputSchema: { type: 'object', properties: { who: { type: 'string' } } },
};

createInterface({ input: process.stdin }).on('line', line => {
  const message = JSON.parse(line) as Message;
  if (message.id === undefined) return;
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: answer(message) })}\n`);
});

function answer({ method, params }: Message): object {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params?.protocolVersion ?? '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: 'corner', version: '1' },
      };
    case 'tools/list':
      return { tools: [tool] };
    case 'tools/call': {
      const who = params?.arguments?.who;
      return who === undefined
        ? { content: [{ type: 'text', text: 'nobody to greet' }], isError: true }
        : { content: [{ type: 'text', text: `hello ${who}` }], structuredContent: { who } };
    }
    default:
      return {};
  }
}
