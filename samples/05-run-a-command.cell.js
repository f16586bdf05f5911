// Commands run in the samples folder, after you have allowed it (needs sh, so Linux or macOS).
// One that waits for input stays open under a session id, and write_stdin goes on with it.

const [count, sorted] = await Promise.all([
  tools.exec_command({ cmd: 'wc -w garden/diary/*.md' }),
  tools.exec_command({ cmd: 'tail -n +2 garden/plants.csv | sort -t, -k4 -n -r | head -n 3' }),
]);
text(count.output);
text(`The tallest three:\n${sorted.output}`);

const open = await tools.exec_command({
  cmd: 'while read -r plant; do echo "$plant needs water"; done',
  keep_stdin_open: true,
  yield_time_ms: 100,
});
// The last character is Ctrl-D: no more input.
const end = await tools.write_stdin({ session_id: open.session_id, chars: 'mint\nthyme\n\u0004', yield_time_ms: 5000 });
text(`${end.output}exit code ${end.exit_code}`);
