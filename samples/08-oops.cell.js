// Two kinds of trouble. A tool that fails rejects with a string that says what to do about it, and a cell can go on.
// An error nobody catches fails the cell; its stack counts the lines of this file.

try {
  await tools.read_file({ path: 'garden/diary/13-smarch.md' });
} catch (reason) {
  text(`The tool says: ${reason}`);
}

function harvest(plants) {
  return plants.find(plant => plant.ripe).name;
}
harvest([{ name: 'tomato', ripe: false }]);
