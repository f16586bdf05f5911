// @exec: {"yield_time_ms": 5000}
// Hands over what it has after each bed and works on. Wait on the cell to get the next part;
// a part that nobody waits for is kept.

const pause = ms => new Promise(done => setTimeout(done, ms));

for (const bed of ['tomatoes', 'sunflowers', 'herbs']) {
  text(`Watering the ${bed} …`);
  await pause(600);
  text(`The ${bed} have had enough.`);
  if (bed !== 'herbs') yield_control();
}
notify('All beds are watered.');
