import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { itemsQuery, worldQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { count } from '../../words/numbers.js';
import { inWords } from '../../words/run-words.js';
import { ItemLink } from './ItemLink.js';
import { pluralOf } from './kinds.js';

type Item = Schemas['ItemBrief'];

/** All items of a kind, which can be searched. */
export function KindView() {
  const { kind } = useParams({ from: '/world/$kind' });
  const { packs, text = '' } = useSearch({ from: '/world/$kind' });
  const navigate = useNavigate({ from: '/world/$kind' });
  const { data, error, refetch } = useQuery(itemsQuery(packs, kind));
  const { data: world } = useQuery(worldQuery(packs));
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!data) return <p className="empty">Reading the world …</p>;
  const names = new Map(
    [...(world?.boards ?? []), ...(world?.communities ?? [])].map(({ id, name }) => [id, name]),
  );
  const shown = data.items.filter((item) => fits(item, text.toLowerCase()));
  return (
    <section aria-labelledby="kind-heading">
      <div className="section-head kind-head">
        <h2 id="kind-heading">{pluralOf(kind)}</h2>
        <p className="muted" role="status">
          {shown.length === data.count ? count(data.count) : `${count(shown.length)} of ${count(data.count)}`}
        </p>
        <label className="filter page-action">
          <span>Search</span>
          <input
            type="search"
            dir="auto"
            value={text}
            onChange={({ target: { value } }) =>
              void navigate({
                search: ({ text: _before, ...others }) =>
                  value === '' ? others : { ...others, text: value },
                replace: true,
                resetScroll: false,
              })
            }
          />
        </label>
      </div>
      {shown.length === 0 ? (
        <p className="empty">There is none{text === '' ? '' : ' that fits'}.</p>
      ) : (
        <ul className="items">
          {shown.map((item) => (
            <ItemRow key={item.id} kind={kind} item={item} names={names} />
          ))}
        </ul>
      )}
    </section>
  );
}

function fits({ id, name, summary, category }: Item, text: string): boolean {
  return [id, name, summary, category].some((part) => part?.toLowerCase().includes(text));
}

interface RowProps {
  readonly kind: string;
  readonly item: Item;
  readonly names: ReadonlyMap<string, string>;
}

function ItemRow({ kind, item: { id, name, summary, category, board_ids, community_id }, names }: RowProps) {
  return (
    <li>
      <div className="item-name">
        <ItemLink kind={kind} id={id}>
          {name}
        </ItemLink>
        <code className="muted">{id}</code>
      </div>
      <div className="item-words">
        {category && (
          <span className="tag" dir="auto">
            {inWords(category)}
          </span>
        )}{' '}
        {summary && <span dir="auto">{summary}</span>}
      </div>
      <div className="item-places muted">
        {community_id !== null && (
          <ItemLink kind="community" id={community_id}>
            {names.get(community_id) ?? community_id}
          </ItemLink>
        )}
        {board_ids.map((board) => (
          <ItemLink key={board} kind="board" id={board}>
            {names.get(board) ?? board}
          </ItemLink>
        ))}
      </div>
    </li>
  );
}
