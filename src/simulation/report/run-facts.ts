import { incidentWords } from '../domain/incident-words.js';
import { GateFindings } from './gate-findings.js';
import { keySentence } from './key-sentence.js';
import { Names } from './names.js';
import { readPosition, readSaid, type PositionFact, type SaidFact } from './said-facts.js';
import { numberAt, objectAt, objectsAt, textAt, textsAt, type Fields, type ReportRow } from './row-fields.js';
import { readSeed, type SeedFacts } from './seed-facts.js';
import { readComment, type ThreadComment } from './thread-comment.js';
import { countCall, type TokenCount } from '../domain/token-count.js';

/** Something that moderation, or an author, did. */
interface ActionFact {
  readonly round: number;
  readonly action_type: string;
  readonly actor_id: string;
}

/** Something that happened from outside. */
interface InterventionFact {
  readonly round: number;
  readonly seq: number | null;
  readonly kind: string;
  /** What it made known, or said; empty when it did not. */
  readonly text: string;
}

/** People who came over from another board. */
interface InflowFact {
  readonly round: number;
  readonly from_board_id: string;
  readonly to_board_id: string;
  readonly reason: string;
  readonly arrivals: readonly string[];
}

/** The thread's meme at the end of a round. */
interface MemeFact {
  readonly round: number;
  readonly meme_seed_id: string;
  readonly phase: string;
  readonly heat: number;
}

/** What a passage of the context is called, and what it says. */
interface PassageFact {
  readonly source: string;
  readonly text: string;
}

/** What a report needs to know of a run, folded from its rows in one pass. */
export class RunFacts {
  seed: SeedFacts = readSeed({ type: 'context' });
  random_seed = '';
  readonly names = new Names();
  readonly passages = new Map<string, PassageFact>();
  event_card_id = '';
  meme_seed_id = '';
  /** The comments that got through, in order. */
  readonly comments: ThreadComment[] = [];
  /** The hours of evidence left while a round was played. */
  readonly hoursByRound = new Map<number, number>();
  withheld = 0;
  readonly findings = new GateFindings();
  readonly actions: ActionFact[] = [];
  readonly inflows: InflowFact[] = [];
  readonly memes: MemeFact[] = [];
  /** The words of the incident, by which texts are recognised as being about it. */
  incident = incidentWords(this.seed);
  readonly report_reasons = new Map<string, number>();
  readonly positions: PositionFact[] = [];
  readonly interventions: InterventionFact[] = [];
  readonly notices: SaidFact[] = [];
  readonly noticeReplies: SaidFact[] = [];
  readonly appeals: SaidFact[] = [];
  /** What the language model has cost; undefined when none was asked. */
  tokens: TokenCount | undefined;
  sanction_level = 0;
  /** Reports in the end; null when the log has no moderation decisions. */
  decided_reports: number | null = null;
  status = '';
  termination_reason = '';
  ended_round = 0;

  /** @param quotes whether comments are to be cut to the sentences that matter, which takes time */
  constructor(private readonly quotes: 'cut' | 'whole') {}

  /** The sentence of a text that matters. */
  readonly cut = (text: string): string => (this.quotes === 'cut' ? keySentence(text, this.incident) : text);

  /** Takes in the next row of the log. */
  add(row: ReportRow): void {
    this.names.add(row);
    READERS.get(row.type)?.(this, row);
  }
}

const READ: Readonly<Record<string, (facts: RunFacts, row: ReportRow) => void>> = {
  context(facts, row) {
    facts.seed = readSeed(row);
    facts.incident = incidentWords(facts.seed);
    facts.random_seed = textAt(row, 'random_seed');
    const sections = objectAt(objectAt(row, 'bundle'), 'sections');
    for (const section of Object.keys(sections)) {
      for (const passage of objectsAt(sections, section)) addPassage(facts, passage);
    }
  },
  thread_selected(facts, row) {
    facts.event_card_id = textAt(row, 'event_card_id');
    facts.meme_seed_id = textAt(row, 'meme_seed_id');
  },
  gate: (facts, row) => facts.findings.add(row),
  model_call(facts, row) {
    const cost = numberAt(row, 'cost', NaN);
    facts.tokens = countCall(facts.tokens, {
      input_tokens: numberAt(row, 'input_tokens'),
      output_tokens: numberAt(row, 'output_tokens'),
      replayed: row['replayed'] === true,
      recovered: row['recovered'] === true,
      ...(!Number.isNaN(cost) && { cost }),
    });
  },
  round(facts, row) {
    const round = numberAt(row, 'round');
    facts.ended_round = Math.max(facts.ended_round, round);
    const hours = numberAt(row, 'evidence_hours_left', NaN);
    if (!Number.isNaN(hours)) facts.hoursByRound.set(round, hours);
    addReports(facts, row);
    const slipped = facts.findings.settle(row);
    if (row['withheld'] === true) facts.withheld += 1;
    else if (textAt(row, 'text') !== '') {
      facts.comments.push(readComment(row, facts.comments.length, slipped, facts.cut));
    }
  },
  intervention(facts, row) {
    const text = textAt(row, 'text');
    const kind = textAt(row, 'kind');
    const seq = numberAt(row, 'seq') || null;
    facts.interventions.push({ round: numberAt(row, 'round'), seq, kind, text });
    if (text === '') return;
    const { title, summary, stakeholders } = facts.seed;
    const public_facts = [...facts.seed.public_facts, ...facts.interventions.map((each) => each.text)];
    facts.incident = incidentWords({ title, summary, stakeholders, public_facts });
  },
  action(facts, row) {
    addReports(facts, row);
    const action_type = textAt(row, 'action_type');
    facts.actions.push({ round: numberAt(row, 'round'), action_type, actor_id: textAt(row, 'actor_id') });
    facts.sanction_level = numberAt(row, 'sanction_level', facts.sanction_level);
  },
  notice: (facts, row) => void facts.notices.push(readSaid(row)),
  notice_reply: (facts, row) => void facts.noticeReplies.push(readSaid(row)),
  appeal: (facts, row) => void facts.appeals.push(readSaid(row)),
  position_change: (facts, row) => void facts.positions.push(readPosition(row)),
  cross_inflow(facts, row) {
    facts.inflows.push({
      round: numberAt(row, 'round'),
      from_board_id: textAt(row, 'from_board_id'),
      to_board_id: textAt(row, 'to_board_id'),
      reason: textAt(row, 'reason'),
      arrivals: textsAt(row, 'arrivals'),
    });
  },
  meme_flow(facts, row) {
    facts.memes.push({
      round: numberAt(row, 'round'),
      meme_seed_id: textAt(row, 'meme_seed_id'),
      phase: textAt(row, 'phase'),
      heat: numberAt(row, 'meme_heat'),
    });
  },
  moderation_decision(facts, row) {
    facts.decided_reports = numberAt(row, 'report_total');
    facts.sanction_level = numberAt(row, 'sanction_level', facts.sanction_level);
    facts.status = textAt(row, 'status_after', facts.status);
  },
  end_condition(facts, row) {
    facts.termination_reason = textAt(row, 'termination_reason');
    facts.ended_round = numberAt(row, 'ended_round', facts.ended_round);
    facts.status = textAt(row, 'status', facts.status);
  },
};

const READERS = new Map(Object.entries(READ));

/** The row types that decide whether its gate lets a report pass. */
export const GATE_ROW_TYPES: readonly string[] = ['context', 'intervention', 'round'];

function addPassage(facts: RunFacts, passage: Fields): void {
  const { passages } = facts;
  passages.set(textAt(passage, 'id'), { source: textAt(passage, 'source'), text: textAt(passage, 'text') });
}

function addReports(facts: RunFacts, row: ReportRow): void {
  const counts = objectAt(row, 'report_reasons');
  for (const reason of Object.keys(counts)) {
    facts.report_reasons.set(reason, (facts.report_reasons.get(reason) ?? 0) + numberAt(counts, reason));
  }
}
