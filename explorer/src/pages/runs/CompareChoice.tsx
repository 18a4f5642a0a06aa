import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '../../api/queries.js';
import { useAccess } from '../../layout/access.js';
import { titleOf } from '../../words/run-words.js';
import type { RunsSearch } from './runs-search.js';

interface ChoiceProps {
  /** `choose`, or the run that was chosen first; nothing unless runs are chosen. */
  readonly compare: string | undefined;
  readonly search: RunsSearch;
}

/** Lets two runs of the list be chosen, to see them beside each other. */
export function CompareChoice({ compare, search }: ChoiceProps) {
  const { may } = useAccess();
  const isSecond = compare !== undefined && compare !== 'choose';
  const { data: first } = useQuery({ ...runQuery(compare ?? ''), enabled: isSecond, retry: false });
  if (!may('read')) return null;
  if (compare === undefined) {
    return (
      <Link to="/" search={{ ...search, compare: 'choose' }} className="button small page-action">
        Compare two runs
      </Link>
    );
  }
  return (
    <p className="choosing" role="status">
      {isSecond ? (
        <>
          Choose the run to compare with <b dir="auto">{first ? titleOf(first) : compare}</b>.
        </>
      ) : (
        'Choose the first of two runs.'
      )}{' '}
      <Link to="/" search={search} className="button small">
        Don't compare
      </Link>
    </p>
  );
}
