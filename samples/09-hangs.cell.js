// @exec: {"yield_time_ms": 2000}
// Counts how often each month of the diary names a plant. It yields and yields, and never ends.
// The guide "Why did my cell hang?" finds out why: docs/why-did-my-cell-hang.md

const months = ['01-april', '02-may', '03-june', '04-july'];
const plants = ['tomato', 'sunflower', 'mint', 'lettuce'];
const counted = new Map();

async function count(month) {
  const { text: page } = await tools.read_file({ path: `garden/diary/${month}.md` });
  const named = plants.filter(plant => page.toLowerCase().includes(plant));
  counted.set(month, named);
}

for (const month of months) {
  count(month).catch(() => {}); // one bad page must not stop the others
}
while (counted.size < months.length) {
  await new Promise(done => setTimeout(done, 500));
}
for (const [month, found] of counted) text(`${month}: ${found.join(', ')}`);
