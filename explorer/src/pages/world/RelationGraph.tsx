import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef } from 'react';
import type { Schemas } from '../../api/types.js';
import { useWidth } from '../../parts/use-width.js';
import { inWords } from '../../words/run-words.js';
import { layoutOf } from './graph-layout.js';
import { toneOf } from './relation-tones.js';

type Entity = Schemas['RelatedEntity'];
type Relation = Schemas['EntityRelation'];

interface GraphProps {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  readonly chosen: string | undefined;
}

const RADIUS = 7;
/** Below this width, only the names around the chosen entity have room. */
const NARROW = 600;
const MARGIN = { across: 70, narrow: 24, down: 30 };

/** The relations as a drawing. Nodes can be clicked; the lists beside it say the same, and are reached by keys. */
export function RelationGraph({ entities, relations, chosen }: GraphProps) {
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(frame);
  const navigate = useNavigate({ from: '/world/relations' });
  const isNarrow = width < NARROW;
  const height = Math.round(Math.min(620, Math.max(360, width * 0.6)));
  const unit = useMemo(
    () =>
      layoutOf(
        entities.map(({ id }) => id),
        relations.map(({ from_entity_id, to_entity_id }) => [from_entity_id, to_entity_id]),
      ),
    [entities, relations],
  );
  const margin = isNarrow ? MARGIN.narrow : MARGIN.across;
  const placeOf = (id: string) => {
    const { x, y } = unit.get(id) ?? { x: 0.5, y: 0.5 };
    return { x: margin + x * (width - 2 * margin), y: MARGIN.down + y * (height - 2 * MARGIN.down) };
  };
  const near = neighboursOf(relations, chosen);
  const choose = (id: string) =>
    void navigate({
      search: ({ entity: _before, ...others }) => (id === chosen ? others : { ...others, entity: id }),
      replace: true,
      resetScroll: false,
    });
  return (
    <div ref={frame} className="card graph-frame">
      {width > 0 && (
        <svg
          width={width}
          height={height}
          className="graph"
          role="img"
          aria-label={`${entities.length} entities and ${relations.length} relations; the lists say the same`}
        >
          {relations.map((relation) => (
            <Edge key={relation.id} relation={relation} placeOf={placeOf} chosen={chosen} />
          ))}
          {withLast(entities, chosen).map((entity) => (
            <Node
              key={entity.id}
              entity={entity}
              place={placeOf(entity.id)}
              width={width}
              isChosen={entity.id === chosen}
              isFaint={chosen !== undefined && !near.has(entity.id)}
              hasName={!isNarrow || near.has(entity.id)}
              choose={choose}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

/** What is drawn last lies above all else. */
function withLast(entities: readonly Entity[], chosen: string | undefined): readonly Entity[] {
  return [...entities.filter(({ id }) => id !== chosen), ...entities.filter(({ id }) => id === chosen)];
}

/** The chosen entity, and those that it relates to. */
function neighboursOf(relations: readonly Relation[], chosen: string | undefined): ReadonlySet<string> {
  if (chosen === undefined) return new Set();
  const ends = relations
    .map(({ from_entity_id, to_entity_id }) => [from_entity_id, to_entity_id])
    .filter((pair) => pair.includes(chosen));
  return new Set([chosen, ...ends.flat()]);
}

interface EdgeProps {
  readonly relation: Relation;
  readonly placeOf: (id: string) => { x: number; y: number };
  readonly chosen: string | undefined;
}

function Edge({ relation: { relation_type, from_entity_id, to_entity_id }, placeOf, chosen }: EdgeProps) {
  const [from, to] = [placeOf(from_entity_id), placeOf(to_entity_id)];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return null;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const end = { x: to.x - ux * (RADIUS + 3), y: to.y - uy * (RADIUS + 3) };
  const isOwn = from_entity_id === chosen || to_entity_id === chosen;
  const classes = `edge edge-${toneOf(relation_type)}${chosen !== undefined && !isOwn ? ' faint' : ''}`;
  return (
    <g className={classes}>
      <title>{inWords(relation_type)}</title>
      <line x1={from.x} y1={from.y} x2={end.x} y2={end.y} />
      <path d={`M${end.x} ${end.y} l${-ux * 9 - uy * 4} ${-uy * 9 + ux * 4} l${uy * 8} ${-ux * 8} z`} />
      {isOwn && (
        <text x={(from.x + to.x) / 2} y={(from.y + to.y) / 2 - 4} className="edge-name">
          {inWords(relation_type)}
        </text>
      )}
    </g>
  );
}

interface NodeProps {
  readonly entity: Entity;
  readonly place: { x: number; y: number };
  readonly width: number;
  readonly isChosen: boolean;
  readonly isFaint: boolean;
  readonly hasName: boolean;
  readonly choose: (id: string) => void;
}

const MOST_LETTERS = 26;

function Node({ entity, place, width, isChosen, isFaint, hasName, choose }: NodeProps) {
  const anchor = place.x < width * 0.12 ? 'start' : place.x > width * 0.88 ? 'end' : 'middle';
  const shift = anchor === 'start' ? -RADIUS : anchor === 'end' ? RADIUS : 0;
  return (
    <g
      className={`node node-${entity.entity_type.replaceAll(/\W/g, '')}${isChosen ? ' chosen' : ''}${isFaint ? ' faint' : ''}`}
      transform={`translate(${place.x} ${place.y})`}
      onClick={() => choose(entity.id)}
    >
      <title>{entity.name}</title>
      <circle r={RADIUS} />
      <circle r={RADIUS + 8} className="node-target" />
      {hasName && (
        <text x={shift} y={RADIUS + 14} textAnchor={anchor}>
          {entity.name.length > MOST_LETTERS ? `${entity.name.slice(0, MOST_LETTERS - 1)}…` : entity.name}
        </text>
      )}
    </g>
  );
}
