// @exec: {"yield_time_ms": 1000}
// Watches the garden for ever. Terminate it: the command it runs ends with it.

const clock = tools.exec_command({ cmd: 'while true; do sleep 1; done', yield_time_ms: 600000 });

for (let minutes = 0; ; minutes += 1) {
  await Promise.race([clock, new Promise(done => setTimeout(done, 250))]);
  text(`${minutes} minutes: still growing.`);
}
