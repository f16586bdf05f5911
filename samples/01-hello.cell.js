// A first cell: what it gives to text() is its output, in order.
// It runs in a fresh isolate: no files, no network, no console. Only what is below and the tools.

text('Hello from a cell.');
text({ tools: ALL_TOOLS.map(tool => tool.name) });

// Images are data URLs. A tool can read one.
const { text: base64 } = await tools.read_file({ path: 'garden/sunflower.png', encoding: 'base64' });
image(`data:image/png;base64,${base64}`, 'low');
