import type { Schemas } from '../../../api/types.js';
import { count } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { percent } from './percent.js';

type Share = Schemas['Share'];
const HEIGHT = 22;

/** Shares of runs as bars; the whiskers are Wilson's 95 % interval. */
export function Shares({ title, shares }: { title: string; shares: Readonly<Record<string, Share>> }) {
  const sorted = Object.entries(shares).toSorted(([, a], [, b]) => b.share - a.share);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul className="shares">
        {sorted.map(([name, share]) => (
          <li key={name}>
            <span className="share-name">{inWords(name)}</span>
            <ShareBar share={share} colour={colourOf(name)} />
            <span className="share-words">
              {percent(share.share)}{' '}
              <span className="muted">
                ({percent(share.low)} – {percent(share.high)}), {count(share.count)}
                <span className="visually-hidden"> runs</span>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A bar from 0 to 1, with the interval of its end. */
export function ShareBar({ share: { share, low, high }, colour }: { share: Share; colour: string }) {
  const middle = HEIGHT / 2;
  return (
    <svg className={`share-bar share-${colour}`} height={HEIGHT} aria-hidden="true">
      <rect className="share-whole" y={4} width="100%" height={HEIGHT - 8} rx={3} />
      <rect className="share-part" y={4} width={at(share)} height={HEIGHT - 8} rx={3} />
      <line className="whisker" x1={at(low)} x2={at(high)} y1={middle} y2={middle} />
      {[low, high].map((end, index) => (
        <line key={index} className="whisker" x1={at(end)} x2={at(end)} y1={middle - 5} y2={middle + 5} />
      ))}
    </svg>
  );
}

const at = (share: number): string => `${(share * 100).toFixed(2)}%`;

const COLOURS: Readonly<Record<string, string>> = {
  visible: 'good',
  hidden: 'warn',
  locked: 'bad',
  sanctioned: 'bad',
  ghost: 'violet',
};
const colourOf = (name: string): string => COLOURS[name] ?? 'accent';
