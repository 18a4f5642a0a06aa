import { inWords } from '../../words/run-words.js';
import { ItemLink } from './ItemLink.js';

/** Members that name other items, by the kind of these. */
const REFERENCES: Readonly<Record<string, string>> = {
  board_id: 'board',
  intended_boards: 'board',
  crosspost_routes: 'board',
  main_com: 'community',
  char_id: 'character',
  affiliations: 'organization',
  default_comment_flow: 'comment_flow',
  reason_rule_id: 'rule',
};

/** A member of an item: text, a list, or members of its own; ids of other items lead to these. */
export function ItemValue({ name, value }: { name: string; value: unknown }) {
  if (Array.isArray(value)) {
    return (
      <ul className="sentences">
        {value.map((part, index) => (
          <li key={index}>
            <ItemValue name={name} value={part} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return (
      <dl className="item-members nested">
        {Object.entries(value)
          .filter(([, part]) => !(Array.isArray(part) && part.length === 0))
          .map(([member, part]) => (
            <div key={member}>
              <dt>{inWords(member)}</dt>
              <dd>
                <ItemValue name={member} value={part} />
              </dd>
            </div>
          ))}
      </dl>
    );
  }
  const kind = REFERENCES[name];
  const text = String(value);
  if (kind === undefined) return <span dir="auto">{text}</span>;
  return (
    <ItemLink kind={kind} id={text}>
      {text}
    </ItemLink>
  );
}
