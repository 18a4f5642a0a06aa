/**
 * Measures several subjects in turns, a slice of each after the other, so that they share the machine's good and bad
 * moments.
 * @param subjects by name, what measures one slice; it is given the turn's number
 * @returns by name, the figures of each slice
 */
export async function inTurns(turns, subjects) {
  const slices = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let turn = 0; turn < turns; turn++)
    for (const [name, measure] of Object.entries(subjects)) slices[name].push(await measure(turn));
  return slices;
}

/** @returns what is made of each checkout, by its name */
export async function ofEach(checkouts, make) {
  const made = {};
  for (const checkout of checkouts) made[checkout.name] = await make(checkout);
  return made;
}

/** @returns the values of an object, changed */
export function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
