// Loaded into a service before its own code: tells how much memory it uses, when its parent asks. Needs --expose-gc.
process.on('message', () => {
  const { rss } = process.memoryUsage();
  globalThis.gc();
  process.send({ rss, heapUsed: process.memoryUsage().heapUsed });
});
process.channel.unref(); // a service must end as it does without this
