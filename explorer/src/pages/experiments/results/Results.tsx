import { useSearch } from '@tanstack/react-router';
import type { Schemas } from '../../../api/types.js';
import { counted } from '../../../words/numbers.js';
import { groupWords } from '../value-words.js';
import { Bands } from './Bands.js';
import { Figures } from './Figures.js';
import { GroupTable } from './GroupTable.js';
import { Shares } from './Shares.js';

type Group = Schemas['GroupResults'];

/** What has come of the runs: of one group, and of all groups beside each other. */
export function Results({ groups, isOver }: { groups: readonly Group[]; isOver: boolean }) {
  const { group: place = 1 } = useSearch({ from: '/experiments/$experimentId' });
  const index = Math.min(place, groups.length) - 1;
  const group = groups[index];
  if (!group) return null;
  const words = groupWords(group.values);
  return (
    <>
      {groups.length > 1 && <GroupTable groups={groups} chosen={index} />}
      <section className="card results" aria-labelledby="results-heading">
        <div className="section-head">
          <h2 id="results-heading" dir="auto">
            {words || 'How it ends'}
          </h2>
          <p className="muted">
            {counted(group.runs, 'run')} {isOver ? 'succeeded' : 'so far'}; whiskers are 95 % intervals
          </p>
        </div>
        {group.runs === 0 ? (
          <p className="muted">None of its runs has ended yet.</p>
        ) : (
          <div className="result-columns">
            <Shares title="The thread in the end" shares={group.thread_status} />
            <Shares title="What ended the rounds" shares={group.termination_reason} />
            <Shares title="How the incident was told" shares={group.frame} />
            <Figures title="Figures" figures={group.figures} />
          </div>
        )}
      </section>
      <Bands rounds={group.rounds} />
    </>
  );
}
