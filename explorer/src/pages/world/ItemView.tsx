import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { itemQuery, itemsQuery, relationsQuery } from '../../api/world.js';
import { ProblemError } from '../../api/problem.js';
import type { Schemas } from '../../api/types.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { inWords } from '../../words/run-words.js';
import { People } from './BoardsView.js';
import { ItemLink } from './ItemLink.js';
import { ItemValue } from './ItemValue.js';
import { RelationList } from './RelationList.js';
import { pluralOf } from './kinds.js';

/** One item of the world, as its pack has it, and what belongs to it. */
export function ItemView() {
  const { kind, itemId } = useParams({ from: '/world/$kind/$itemId' });
  const { packs } = useSearch({ from: '/world' });
  const { data: item, error, refetch } = useQuery(itemQuery(packs, kind, itemId));
  const { data: all } = useQuery(itemsQuery(packs, kind));
  if (error) {
    const isMissing = error instanceof ProblemError && error.status === 404;
    return <ProblemView error={error} {...(!isMissing && { retry: () => void refetch() })} />;
  }
  if (!item) return <p className="empty">Reading the world …</p>;
  const { id: _id, name: _name, ...members } = item as Record<string, unknown>;
  const brief = all?.items.find(({ id }) => id === itemId);
  return (
    <article className="card item" aria-labelledby="item-heading">
      <p className="muted">
        <Link to="/world/$kind" from="/world" params={{ kind }} search={{ ...(packs && { packs }) }}>
          {pluralOf(kind)}
        </Link>{' '}
        <code>{itemId}</code>
      </p>
      <h2 id="item-heading" dir="auto">
        {brief?.name ?? itemId}
      </h2>
      <dl className="item-members">
        {Object.entries(members)
          .filter(([, value]) => !isEmpty(value))
          .map(([name, value]) => (
            <div key={name}>
              <dt>{inWords(name)}</dt>
              <dd>
                <ItemValue name={name} value={value} />
              </dd>
            </div>
          ))}
      </dl>
      <Belonging kind={kind} itemId={itemId} />
      <Relations kind={kind} itemId={itemId} />
    </article>
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** The communities of a board, and the people of a community. */
function Belonging({ kind, itemId }: { kind: string; itemId: string }) {
  const { packs } = useSearch({ from: '/world' });
  const communities = useQuery({ ...itemsQuery(packs, 'community'), enabled: kind === 'board' });
  const personas = useQuery({ ...itemsQuery(packs, 'persona'), enabled: kind === 'community' });
  const onBoard = communities.data?.items.filter(({ board_ids }) => board_ids.includes(itemId)) ?? [];
  const people = personas.data?.items.filter(({ community_id }) => community_id === itemId) ?? [];
  if (kind === 'board' && onBoard.length > 0) {
    return (
      <section aria-label="Communities">
        <h3>Communities</h3>
        <ul className="sentences">
          {onBoard.map(({ id, name }) => (
            <li key={id}>
              <ItemLink kind="community" id={id}>
                {name}
              </ItemLink>
            </li>
          ))}
        </ul>
      </section>
    );
  }
  if (kind === 'community' && people.length > 0) {
    return (
      <section aria-label="People">
        <h3>People</h3>
        <People people={people} />
      </section>
    );
  }
  return null;
}

const LINKS: Readonly<Record<string, 'organization_id' | 'character_id' | 'board_id'>> = {
  organization: 'organization_id',
  character: 'character_id',
  board: 'board_id',
};

/** What the canon says of the entity that stands for the item. */
function Relations({ kind, itemId }: { kind: string; itemId: string }) {
  const { packs } = useSearch({ from: '/world' });
  const link = LINKS[kind];
  const { data } = useQuery({ ...relationsQuery(packs), enabled: link !== undefined });
  const entities = data?.entities.filter((entity) => link !== undefined && entity[link] === itemId) ?? [];
  if (!data || entities.length === 0) return null;
  const isOurs = ({ from_entity_id, to_entity_id }: Schemas['EntityRelation']) =>
    entities.some(({ id }) => id === from_entity_id || id === to_entity_id);
  const relations = data.relations.filter(isOurs);
  if (relations.length === 0) return null;
  return (
    <section aria-label="Relations">
      <h3>Relations</h3>
      <RelationList entities={data.entities} relations={relations} />
    </section>
  );
}
