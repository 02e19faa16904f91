/** Loaded before the function: its clocks jump by what the test sends, because no test waits 30 s. */
const real = { now: Date.now, monotonic: process.hrtime.bigint };
const skewMs = { wall: 0, monotonic: 0 };

Date.now = () => real.now() + skewMs.wall;
process.hrtime.bigint = () => real.monotonic() + BigInt(skewMs.monotonic) * 1_000_000n;

process.on('message', ({ wall, monotonic }) => {
  skewMs.wall += wall;
  skewMs.monotonic += monotonic;
  process.send('moved');
});
process.channel.unref();
