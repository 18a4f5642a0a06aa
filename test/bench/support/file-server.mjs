// Sends a file as node:http does, and nothing else. Argument: its path.
import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';

const [path] = process.argv.slice(2);
const PIECE_BYTES = 2 ** 20;

const server = createServer((_request, response) => {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  createReadStream(path, { highWaterMark: PIECE_BYTES }).pipe(response);
});
server.listen(0, '127.0.0.1', () => process.stderr.write(`http://127.0.0.1:${server.address().port}\n`));
