import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { itemsQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { Avatar } from '../../parts/Avatar.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { ItemLink } from './ItemLink.js';

type Item = Schemas['ItemBrief'];

/** The boards, with who writes on them. */
export function BoardsView() {
  const { packs } = useSearch({ from: '/world' });
  const boards = useQuery(itemsQuery(packs, 'board'));
  const communities = useQuery(itemsQuery(packs, 'community'));
  const personas = useQuery(itemsQuery(packs, 'persona'));
  const error = boards.error ?? communities.error ?? personas.error;
  if (error) return <ProblemView error={error} />;
  if (!boards.data || !communities.data || !personas.data)
    return <p className="empty">Reading the world …</p>;
  const communitiesOf = grouped(communities.data.items, ({ board_ids }) => board_ids[0]);
  const peopleOf = grouped(personas.data.items, ({ community_id }) => community_id);
  return (
    <div className="boards">
      {boards.data.items.map((board) => (
        <section key={board.id} className="card board" aria-labelledby={`board-${board.id}`}>
          <h2 id={`board-${board.id}`}>
            <ItemLink kind="board" id={board.id}>
              {board.name}
            </ItemLink>
          </h2>
          {board.summary && (
            <p className="muted" dir="auto">
              {board.summary}
            </p>
          )}
          {(communitiesOf.get(board.id) ?? []).map((community) => (
            <Community key={community.id} community={community} people={peopleOf.get(community.id) ?? []} />
          ))}
        </section>
      ))}
    </div>
  );
}

/** Items by what they belong to. */
function grouped(
  items: readonly Item[],
  groupOf: (item: Item) => string | null | undefined,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groupOf(item) ?? '';
    groups.set(group, [...(groups.get(group) ?? []), item]);
  }
  return groups;
}

function Community({ community, people }: { community: Item; people: readonly Item[] }) {
  return (
    <div className="community">
      <h3>
        <ItemLink kind="community" id={community.id}>
          {community.name}
        </ItemLink>
      </h3>
      {community.summary && (
        <p className="muted" dir="auto">
          {community.summary}
        </p>
      )}
      <People people={people} />
    </div>
  );
}

/** Personas as chips. */
export function People({ people }: { people: readonly Item[] }) {
  return (
    <ul className="people">
      {people.map(({ id, name, community_id, category }) => (
        <li key={id} title={category ?? ''}>
          <ItemLink kind="persona" id={id} className="person">
            <Avatar name={name} community={community_id ?? ''} />
            <span dir="auto">{name}</span>
          </ItemLink>
        </li>
      ))}
    </ul>
  );
}
