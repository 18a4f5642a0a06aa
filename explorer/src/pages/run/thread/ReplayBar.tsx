import { useEffect, useState } from 'react';
import { ThreadBadge } from '../../../parts/StatusBadge.js';
import { counted } from '../../../words/numbers.js';
import type { RoundState } from './thread-model.js';

const STEP_MS = 1_400;

interface ReplayProps {
  readonly rounds: readonly RoundState[];
  /** The round that the thread is shown up to. */
  readonly round: number;
  readonly setRound: (round: number) => void;
}

/** Takes the thread back to the end of any round, and plays it from there. */
export function ReplayBar({ rounds, round, setRound }: ReplayProps) {
  const [isPlaying, setPlaying] = useState(false);
  const last = rounds.at(-1)?.round ?? 1;
  const state = rounds.find((one) => one.round === round) ?? rounds.at(-1);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const timer = setTimeout(() => {
      if (round >= last) setPlaying(false);
      else setRound(round + 1);
    }, STEP_MS);
    return () => clearTimeout(timer);
  });
  const play = () => {
    if (!isPlaying && round >= last) setRound(1);
    setPlaying(!isPlaying);
  };
  return (
    <div className="replay">
      <button type="button" className="small" onClick={play}>
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <label className="replay-slider">
        <span>
          Round <output>{round}</output> of {last}
        </span>
        <input
          type="range"
          min={1}
          max={last}
          value={round}
          onChange={(event) => setRound(event.target.valueAsNumber)}
        />
      </label>
      {state && (
        <p className="replay-state">
          <ThreadBadge status={state.status} />
          <span className="muted">{counted(state.reports, 'report')} so far</span>
          <PositionBar {...state.positions} />
        </p>
      )}
    </div>
  );
}

function PositionBar(positions: RoundState['positions']) {
  const total = positions.for + positions.undecided + positions.against;
  if (total === 0) return null;
  const words = `${positions.for} for, ${positions.undecided} undecided, ${positions.against} against`;
  return (
    <span className="positions" role="img" aria-label={`Positions: ${words}`} title={words}>
      {(['for', 'undecided', 'against'] as const).map((stance) => (
        <i key={stance} className={`position-${stance}`} style={{ flexGrow: positions[stance] }} />
      ))}
    </span>
  );
}
