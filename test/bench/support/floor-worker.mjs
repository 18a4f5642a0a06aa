// The commits of recorded runs over the bare `sqlite3` package, in this process. Argument: the path of the database.
import { Floor } from './floor.mjs';
import { keepInFlight } from './in-flight.mjs';
import { serveCalls } from './worker.mjs';

const [path] = process.argv.slice(2);
let floor;

serveCalls({
  open: async (script) => {
    floor = await Floor.open(path, script);
  },
  measure: (inFlight, forMs) => keepInFlight(() => floor.run(), inFlight, forMs),
});
