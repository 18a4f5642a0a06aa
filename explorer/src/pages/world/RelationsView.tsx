import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { relationsQuery } from '../../api/world.js';
import type { Schemas } from '../../api/types.js';
import { ProblemView } from '../../parts/ProblemView.js';
import { counted } from '../../words/numbers.js';
import { inWords } from '../../words/run-words.js';
import { ItemLink } from './ItemLink.js';
import { RelationGraph } from './RelationGraph.js';
import { RelationList } from './RelationList.js';

type Relations = Schemas['WorldRelations'];

/** How the entities of the world relate: as a graph, and in words. */
export function RelationsView() {
  const { packs, entity } = useSearch({ from: '/world/relations' });
  const { data, error, refetch } = useQuery(relationsQuery(packs));
  if (error) return <ProblemView error={error} retry={() => void refetch()} />;
  if (!data) return <p className="empty">Reading the world …</p>;
  if (data.entities.length === 0) return <p className="empty">The canon of this world knows nobody.</p>;
  const chosen = data.entities.find(({ id }) => id === entity);
  return (
    <div className="relations">
      <RelationGraph entities={data.entities} relations={data.relations} chosen={chosen?.id} />
      <section className="card" aria-labelledby="relations-heading">
        {chosen ? <Chosen entity={chosen} data={data} /> : <Everything data={data} />}
      </section>
      <section className="card relation-entities" aria-labelledby="entities-heading">
        <h2 id="entities-heading">Who and what there is</h2>
        <ul>
          {data.entities.map(({ id, name, entity_type }) => (
            <li key={id}>
              <Link
                to="/world/relations"
                search={{ ...(packs !== undefined && { packs }), entity: id }}
                aria-current={id === entity ? 'true' : undefined}
                activeProps={{}}
                dir="auto"
                replace
                resetScroll={false}
              >
                {name}
              </Link>{' '}
              <span className="muted">{inWords(entity_type)}</span>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Everything({ data: { entities, relations } }: { data: Relations }) {
  return (
    <>
      <h2 id="relations-heading">{counted(relations.length, 'relation')}</h2>
      <RelationList entities={entities} relations={relations} />
    </>
  );
}

function Chosen({ entity, data }: { entity: Schemas['RelatedEntity']; data: Relations }) {
  const { packs } = useSearch({ from: '/world/relations' });
  const own = data.relations.filter(
    ({ from_entity_id, to_entity_id }) => from_entity_id === entity.id || to_entity_id === entity.id,
  );
  return (
    <>
      <div className="section-head">
        <h2 id="relations-heading" dir="auto">
          {entity.name}
        </h2>
        <span className="muted">{inWords(entity.entity_type)}</span>
        <Link
          to="/world/relations"
          search={packs === undefined ? {} : { packs }}
          className="button small page-action"
          replace
          resetScroll={false}
        >
          Show all
        </Link>
      </div>
      {entity.summary && (
        <p className="summary" dir="auto">
          {entity.summary}
        </p>
      )}
      <StandsFor entity={entity} />
      {own.length > 0 ? (
        <RelationList entities={data.entities} relations={own} />
      ) : (
        <p className="muted">The canon tells of no relation.</p>
      )}
    </>
  );
}

/** The item that an entity stands for. */
function StandsFor({
  entity: { organization_id, character_id, board_id },
}: {
  entity: Schemas['RelatedEntity'];
}) {
  const items = [
    ['organization', organization_id],
    ['character', character_id],
    ['board', board_id],
  ] as const;
  return items.map(([kind, id]) =>
    id === null ? null : (
      <p key={kind}>
        <ItemLink kind={kind} id={id}>
          The {kind} {id}
        </ItemLink>
      </p>
    ),
  );
}
