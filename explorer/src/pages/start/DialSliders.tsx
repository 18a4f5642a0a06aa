import { AXES, AXIS_NAMES, turned, type Dial } from './dial.js';

export type { Dial } from './dial.js';

/** Five sliders that always sum to 100. */
export function DialSliders({ value, change }: { value: Dial; change: (dial: Dial) => void }) {
  return (
    <fieldset className="dial">
      <legend>What the incident is about</legend>
      {AXES.map((axis) => (
        <label key={axis} className="dial-axis">
          <span>{AXIS_NAMES[axis]}</span>
          <input
            type="range"
            min={0}
            max={100}
            value={value[axis]}
            onChange={(event) => change(turned(value, axis, event.target.valueAsNumber))}
          />
          <output>{value[axis]}</output>
        </label>
      ))}
    </fieldset>
  );
}
