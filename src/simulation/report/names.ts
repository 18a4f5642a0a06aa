import { objectAt, objectsAt, textAt, textsAt, type ReportRow } from './row-fields.js';

/** What a log names, beside personas. */
const KINDS = ['board', 'community', 'rule', 'meme_seed', 'event_card'] as const;
type NamedKind = (typeof KINDS)[number];

/** Rows that tell who spoke. */
const SPOKEN: ReadonlySet<string> = new Set(['thread_selected', 'round', 'notice_reply', 'appeal']);

/** The names that a run log gives to ids. A log of version 0.1 lacks some: the id stands for those. */
export class Names {
  private readonly known = new Map<string, string>();

  /** Takes in the names of a row. */
  add(row: ReportRow): void {
    if (row.type === 'context') this.addContext(row);
    if (SPOKEN.has(row.type)) {
      this.put('persona', textAt(row, 'persona_id'), textAt(row, 'persona_name'));
      this.put('community', textAt(row, 'community_id'), textAt(row, 'community_name'));
    }
    if (row.type === 'cross_inflow') {
      const names = textsAt(row, 'arrival_names');
      for (const [index, id] of textsAt(row, 'arrivals').entries())
        this.put('persona', id, names[index] ?? '');
    }
  }

  /** The name of something; its id when the log has no name for it. */
  of(kind: NamedKind | 'persona', id: string): string {
    return this.known.get(`${kind}:${id}`) ?? id;
  }

  private addContext(row: ReportRow): void {
    const sections = objectAt(objectAt(row, 'bundle'), 'sections');
    for (const section of Object.keys(sections)) {
      for (const passage of objectsAt(sections, section)) {
        const id = textAt(passage, 'id');
        if (KINDS.some((kind) => id.startsWith(`${kind}:`)))
          this.known.set(id, textAt(passage, 'source', id));
      }
    }
    const names = objectAt(row, 'names');
    for (const kind of KINDS) {
      const ofKind = objectAt(names, kind);
      for (const id of Object.keys(ofKind)) this.put(kind, id, textAt(ofKind, id));
    }
  }

  private put(kind: string, id: string, name: string): void {
    if (name !== '') this.known.set(`${kind}:${id}`, name);
  }
}
