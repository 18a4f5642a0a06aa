import { useEffect, useRef, useState } from 'react';
import type { Run } from '../../../api/types.js';
import { count } from '../../../words/numbers.js';
import type { LogSearch } from '../run-search.js';

const TYPING_MS = 300;

interface FiltersProps {
  readonly run: Run;
  readonly search: LogSearch;
  readonly change: (changes: Partial<LogSearch>) => void;
}

/** Filters by type, stage, attempt and text; they stand in the address. */
export function LogFilters({ run, search, change }: FiltersProps) {
  const types = Object.entries(run.summary.row_counts).toSorted(([a], [b]) => a.localeCompare(b));
  const nodes = run.summary.stage.nodes.map(({ node_id }) => node_id);
  const stages = [
    ...new Set([
      ...nodes,
      ...(run.current_stage ? [run.current_stage] : []),
      ...(search.stage ? [search.stage] : []),
    ]),
  ];
  const most = Math.max(run.max_stage_attempts, search.attempt ?? 0, 1);
  return (
    <search>
      <form className="filters" onSubmit={(event) => event.preventDefault()}>
        <TextFilter text={search.text ?? ''} change={(text) => change({ text })} />
        <label className="filter">
          <span>Type</span>
          <select value={search.type ?? ''} onChange={(event) => change({ type: event.target.value })}>
            <option value="">any</option>
            {types.map(([type, rows]) => (
              <option key={type} value={type}>
                {type} ({count(rows)})
              </option>
            ))}
          </select>
        </label>
        <label className="filter">
          <span>Stage</span>
          <select value={search.stage ?? ''} onChange={(event) => change({ stage: event.target.value })}>
            <option value="">any</option>
            {stages.map((stage) => (
              <option key={stage}>{stage}</option>
            ))}
          </select>
        </label>
        <label className="filter">
          <span>Attempt</span>
          <select
            value={search.attempt ?? ''}
            onChange={(event) => change({ attempt: Number(event.target.value) || undefined })}
          >
            <option value="">any</option>
            {Array.from({ length: most }, (_, index) => (
              <option key={index}>{index + 1}</option>
            ))}
          </select>
        </label>
      </form>
    </search>
  );
}

function TextFilter({ text, change }: { text: string; change: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  const sent = useRef(text);
  useEffect(() => {
    if (text !== sent.current) setTyped((sent.current = text)); // by the back button
  }, [text]);
  useEffect(() => {
    if (typed === sent.current) return undefined;
    const timer = setTimeout(() => change((sent.current = typed)), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label className="filter filter-wide">
      <span>Text</span>
      <input
        type="search"
        dir="auto"
        maxLength={200}
        placeholder="Search the rows"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </label>
  );
}
