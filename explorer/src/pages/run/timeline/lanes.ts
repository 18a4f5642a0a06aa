/** Pixels of the drawing. */
export const LANE = { height: 38, bar: 20, axis: 26, least: 4 } as const;
