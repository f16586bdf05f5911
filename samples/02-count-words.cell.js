// Reads every page of the garden diary at once and counts its words: one nested call per file, side by side.

const { entries } = await tools.list_directory({ path: 'garden/diary' });
const pages = await Promise.all(entries.map(entry => tools.read_file({ path: entry.path })));

for (const page of pages) {
  const words = page.text.match(/[\p{L}\d]+/gu) ?? [];
  text(`${String(words.length).padStart(4)} words in ${page.path}`);
}
