import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../../api/types.js';
import { count, fraction } from '../../../words/numbers.js';
import { inWords } from '../../../words/run-words.js';
import { groupWords } from '../value-words.js';
import { ShareBar } from './Shares.js';
import { percent } from './percent.js';

type Group = Schemas['GroupResults'];
const NOTHING = { share: 0, low: 0, high: 0, count: 0 };

/** All groups beside each other; each leads to its own results. */
export function GroupTable({ groups, chosen }: { groups: readonly Group[]; chosen: number }) {
  const statuses = [...new Set(groups.flatMap(({ thread_status }) => Object.keys(thread_status)))].toSorted();
  return (
    <section className="card" aria-labelledby="groups-heading">
      <h2 id="groups-heading">What is varied</h2>
      <div className="table-frame groups-frame" tabIndex={0} role="group" aria-label="Groups of runs">
        <table className="groups">
          <thead>
            <tr>
              <th scope="col">Group</th>
              <th scope="col">Runs</th>
              {statuses.map((status) => (
                <th key={status} scope="col">
                  {inWords(status)}
                </th>
              ))}
              <th scope="col">Mean reports</th>
              <th scope="col">Mean rounds</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group, index) => (
              <tr key={index} className={index === chosen ? 'chosen' : undefined}>
                <th scope="row">
                  <Link
                    to="/experiments/$experimentId"
                    from="/experiments/$experimentId"
                    search={(before) => ({ ...before, group: index + 1 })}
                    replace
                    resetScroll={false}
                    activeProps={{}}
                    aria-current={index === chosen ? 'true' : undefined}
                    dir="auto"
                  >
                    {groupWords(group.values)}
                  </Link>
                </th>
                <td>{count(group.runs)}</td>
                {statuses.map((status) => (
                  <ShareCell key={status} group={group} status={status} />
                ))}
                <td>{group.runs > 0 ? fraction(group.figures.reports.mean) : '–'}</td>
                <td>{group.runs > 0 ? fraction(group.figures.rounds_run.mean) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function ShareCell({ group, status }: { group: Group; status: string }) {
  const share = group.thread_status[status] ?? NOTHING;
  if (group.runs === 0) return <td>–</td>;
  return (
    <td className="share-cell">
      <ShareBar share={share} colour="accent" />
      {percent(share.share)}
    </td>
  );
}
