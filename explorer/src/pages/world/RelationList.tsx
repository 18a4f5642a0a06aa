import { Link } from '@tanstack/react-router';
import type { Schemas } from '../../api/types.js';
import { inWords } from '../../words/run-words.js';
import { toneOf } from './relation-tones.js';

interface ListProps {
  readonly entities: readonly Schemas['RelatedEntity'][];
  readonly relations: readonly Schemas['EntityRelation'][];
}

/** Relations in words. */
export function RelationList({ entities, relations }: ListProps) {
  const names = new Map(entities.map(({ id, name }) => [id, name]));
  return (
    <ul className="relation-list">
      {relations.map((relation) => (
        <li key={relation.id}>
          <p>
            <EntityLink id={relation.from_entity_id} name={names.get(relation.from_entity_id)} />{' '}
            <span className={`tag tone-${toneOf(relation.relation_type)}`}>
              {inWords(relation.relation_type)}
            </span>{' '}
            <EntityLink id={relation.to_entity_id} name={names.get(relation.to_entity_id)} />
          </p>
          {relation.notes && <p dir="auto">{relation.notes}</p>}
          <p className="muted relation-source">
            <span title={`Evidence of grade ${relation.evidence_grade}`}>{relation.evidence_grade}</span>,{' '}
            <span dir="auto">{relation.source}</span>, {relation.valid_from}
            {relation.valid_to ? ` to ${relation.valid_to}` : ' on'}
          </p>
        </li>
      ))}
    </ul>
  );
}

function EntityLink({ id, name }: { id: string; name: string | undefined }) {
  return (
    <Link
      to="/world/relations"
      from="/world"
      search={({ packs }: { packs?: string }) => ({ ...(packs !== undefined && { packs }), entity: id })}
      dir="auto"
      replace
      resetScroll={false}
    >
      {name ?? id}
    </Link>
  );
}
