import { incidentWords } from '../domain/incident-words.js';
import type { ReplyPair } from './replies.js';
import type { Arc, ArcBeat, TurnBasis } from './report.js';
import type { RunFacts } from './run-facts.js';
import { byScore, type ThreadComment } from './thread-comment.js';

/** Arcs at the most, that of the whole thread included. */
const MOST_ARCS = 4;
/** Comments that an arc has at the least: one for each part. */
const PARTS = 4;

/** A comment as a part of an arc. */
interface Member {
  readonly comment: ThreadComment;
  /** What it answers; null when it answers nothing of the arc. */
  readonly stance: ReplyPair['stance'] | null;
}

/** Where an arc turns. */
interface Turn {
  readonly place: number;
  readonly basis: TurnBasis;
}

/** How the argument went: about the whole incident, and about each fact or party that enough was said of. */
export function arcs(facts: RunFacts, pairs: readonly ReplyPair[]): Arc[] {
  const { comments, seed } = facts;
  const stances = new Map(pairs.map(({ answer, stance }) => [answer, stance]));
  const arcOf = (subject: string, about: readonly ThreadComment[]) =>
    arc(
      subject,
      about.map((comment) => ({ comment, stance: stances.get(comment) ?? null })),
      facts,
    );
  const told = facts.interventions.flatMap(({ text }) => (text === '' ? [] : text));
  const subjects = [...new Set([...seed.public_facts, ...told, ...seed.stakeholders])].map((subject) => ({
    subject,
    about: commentsAbout(subject, comments, pairs),
  }));
  const argued = subjects
    .filter(({ about }) => about.length < comments.length && isArgued(about))
    .toSorted((a, b) => b.about.length - a.about.length);
  const all = [{ subject: seed.title, about: comments }, ...argued.slice(0, MOST_ARCS - 1)];
  return all.flatMap(({ subject, about }) => arcOf(subject, about) ?? []);
}

/** The comments that cite or name something, and those that answer them directly. */
function commentsAbout(
  subject: string,
  comments: readonly ThreadComment[],
  pairs: readonly ReplyPair[],
): ThreadComment[] {
  const words = incidentWords({ title: subject, summary: '', public_facts: [], stakeholders: [] });
  const naming = new Set(
    comments.filter(({ evidence, text }) => evidence?.text === subject || words.namedIn(text)),
  );
  const answering = pairs.filter(({ answered }) => naming.has(answered)).map(({ answer }) => answer);
  const about = new Set([...naming, ...answering]);
  return comments.filter((comment) => about.has(comment));
}

function isArgued(about: readonly ThreadComment[]): boolean {
  return about.length >= PARTS && new Set(about.map(({ speaker }) => speaker.persona_id)).size > 1;
}

/** The four parts of an arc; null when there are too few comments. */
function arc(subject: string, members: readonly Member[], facts: RunFacts): Arc | null {
  if (members.length < PARTS) return null;
  const last = members.length - 1;
  const start = Math.min(Math.max(1, firstObjection(members)), last - 2);
  const turn = turnOf(members, start + 1, last - 1, facts);
  const comments = members.map(({ comment }) => comment);
  const { place, basis } = turn;
  const end = comments.slice(place + 1);
  const closing = end.at(-1);
  return {
    subject,
    comment_count: members.length,
    set_up: beat(comments.slice(0, start), comments[0]),
    escalation: beat(comments.slice(start, place)),
    turn: { ...beat(comments.slice(place, place + 1)), basis },
    end: beat(end, closing),
  };
}

/** Where somebody first objects or asks; the length when nobody does. */
function firstObjection(members: readonly Member[]): number {
  const place = members.findIndex(({ stance }) => stance === 'oppose' || stance === 'ask');
  return place < 0 ? 1 : place;
}

/** The first place of the strongest kind of turn that there is between two places. */
function turnOf(members: readonly Member[], from: number, to: number, facts: RunFacts): Turn {
  const { positions, notices, interventions } = facts;
  const moving = new Set(positions.map(({ because }) => because));
  const isAfter = (rows: readonly { readonly seq: number | null }[], place: number) =>
    rows.some(({ seq }) => {
      const [before, here] = [members[place - 1]?.comment.seq ?? 0, members[place]?.comment.seq ?? 0];
      return seq !== null && seq > before && seq < here;
    });
  const cited = new Set<string>();
  const kinds: readonly [TurnBasis, (member: Member, place: number) => boolean][] = [
    ['intervention', (_, place) => isAfter(interventions, place)],
    ['position_change', ({ comment }) => comment.seq !== null && moving.has(comment.seq)],
    ['moderation', (_, place) => isAfter(notices, place)],
    ['agreement', ({ stance }) => stance === 'agree'],
    ['evidence', ({ comment }) => isNew(cited, comment)],
  ];
  for (const [basis, holds] of kinds) {
    const turns = members.map(holds);
    const place = turns.findIndex((isTurn, index) => isTurn && index >= from && index <= to);
    if (place >= 0) return { place, basis };
  }
  const peak = members
    .slice(from, to + 1)
    .reduce((best, member) => (reactions(member) > reactions(best) ? member : best));
  return { place: members.indexOf(peak), basis: 'peak' };
}

function isNew(cited: Set<string>, { evidence }: ThreadComment): boolean {
  if (!evidence || cited.has(evidence.id)) return false;
  cited.add(evidence.id);
  return true;
}

function reactions({ comment }: Member): number {
  return comment.upvotes + comment.reports;
}

/** @param standing the comment that stands for the part; the strongest one unless given */
function beat(comments: readonly ThreadComment[], standing = comments.toSorted(byScore)[0]): ArcBeat {
  if (!standing) throw new Error('A part of an arc has no comment.');
  const { speaker, seq, round, quote } = standing;
  return {
    seqs: comments.flatMap((comment) => comment.seq ?? []),
    said: { ...speaker, seq, round, quote },
  };
}
