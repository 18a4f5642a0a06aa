import { useEffect, useRef, useState } from 'react';
import { BoardFilter } from './BoardFilter.js';
import type { RunsSearch } from './runs-search.js';

const STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
const THREAD_STATUSES = ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'] as const;
const TYPING_MS = 250;

interface FilterProps {
  readonly search: RunsSearch;
  readonly change: (changes: RunsSearch) => void;
}

/** The filters of the list; they stand in the address. */
export function RunsFilters({ search, change }: FilterProps) {
  return (
    <search>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <TitleFilter search={search} change={change} />
        <Choice
          label="State"
          value={search.status}
          options={STATUSES}
          choose={(status) => change({ status })}
        />
        <Choice
          label="Thread"
          value={search.thread_status}
          options={THREAD_STATUSES}
          choose={(thread_status) => change({ thread_status })}
        />
        <BoardFilter search={search} change={change} />
        {(['seed_id', 'experiment_id', 'pipeline'] as const).map(
          (name) =>
            search[name] !== undefined && (
              <button key={name} type="button" className="chip" onClick={() => change({ [name]: '' })}>
                {name.replace('_id', '')} <b dir="auto">{search[name]}</b>
                <span aria-hidden="true"> ×</span>
                <span className="visually-hidden">: remove this filter</span>
              </button>
            ),
        )}
      </form>
    </search>
  );
}

/** Typing is followed at leisure, and the address with it. */
function TitleFilter({ search: { title = '' }, change }: FilterProps) {
  const [typed, setTyped] = useState(title);
  const sent = useRef(title);
  useEffect(() => {
    if (title !== sent.current) setTyped((sent.current = title)); // by the back button
  }, [title]);
  useEffect(() => {
    if (typed === sent.current) return undefined;
    const timer = setTimeout(() => change({ title: (sent.current = typed) }), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label className="filter filter-wide">
      <span>Title</span>
      <input
        type="search"
        name="title"
        dir="auto"
        maxLength={200}
        placeholder="Search titles"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly choose: (value: string) => void;
}

function Choice({ label, value, options, choose }: ChoiceProps) {
  return (
    <label className="filter">
      <span>{label}</span>
      <select value={value ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">any</option>
        {options.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}
