// Searches for several words in parallel and prints each result as soon as it is there.

const plants = ['tomato', 'sunflower', 'mint', 'lettuce', 'slugs'];
const searches = plants.map(query => tools.search_text({ query, path: 'garden/diary', ignore_case: true }));

await stream_settled(searches, ({ index, value }) => {
  const pages = new Set(value.matches.map(match => match.path.split('/').at(-1)));
  text(`${plants[index]}: ${value.matches.length} lines in ${[...pages].join(', ')}`);
});

const todo = await tools.search_text({ query: '^TODO: (.+)', regexp: true, path: 'garden' });
text(todo.matches.map(match => match.text.replace('TODO:', '[ ]')).join('\n'));
