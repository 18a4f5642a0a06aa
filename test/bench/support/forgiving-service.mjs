// Serves what forgiving-app.mjs creates, and writes its address to stderr. Argument: the folder of a built checkout.
import { forgivingApp } from './forgiving-app.mjs';

const { app } = await forgivingApp(process.argv[2]);
await app.listen(0, '127.0.0.1');
process.stderr.write(`${await app.getUrl()}\n`);
