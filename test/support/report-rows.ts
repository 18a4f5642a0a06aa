import 'reflect-metadata'; // the packs' classes, which the intents come with, are decorated
import type { ReportRow } from '../../src/simulation/report/row-fields.js';

/** What a fact that is known to the writers alone says in tests. */
export const HIDDEN_FACT = 'The lamp keeper sold the bell himself';

/** The first row of a log, as the pipeline writes it. */
export function contextRow(seed: object = {}, passages: readonly object[] = []): ReportRow {
  return {
    type: 'context',
    bundle: { seed: 'The bell is gone', sections: { evidence: passages } },
    corpus: [],
    seed: {
      seed_id: 'seed-bell',
      title: 'The bell is gone',
      summary: 'The harbour bell was there at dusk and is not there now.',
      board_id: 'B1',
      zone_id: 'A',
      dial: { U: 30, E: 25, M: 15, S: 15, H: 15 },
      public_facts: ['The bell was rung at dusk.'],
      hidden_facts: [HIDDEN_FACT],
      stakeholders: ['the lamp keeper'],
      forbidden_terms: [],
      sensitivity_tags: [],
      evidence_grade: 'B',
      evidence_type: 'log',
      evidence_expiry_hours: 72,
      ...seed,
    },
    random_seed: 'seed-bell',
  };
}

/** A comment that got through; its text is its claim unless given. */
export function roundRow(
  round: number,
  [community, persona]: readonly [community: string, persona: string],
  claim: string,
  fields: object = {},
): ReportRow {
  return {
    type: 'round',
    round,
    persona_id: persona,
    persona_name: `Name of ${persona}`,
    community_id: community,
    community_name: `Name of ${community}`,
    account_type: 'public',
    text: claim,
    claim,
    evidence: null,
    intent: 'evidence',
    score: 1,
    upvotes: 0,
    reports: 0,
    views: 20,
    evidence_hours_left: 78 - 6 * round,
    reply_to: null,
    withheld: false,
    ...fields,
  };
}

/** A text's verdicts: the codes of what one gate found. */
export function gateRow(round: number, persona: string, codes: readonly string[], severity = 'medium') {
  const violations = codes.map((code) => ({ rule_id: 'R', code, message: 'No.', severity }));
  const gates = [{ gate_name: 'safety', passed: codes.length === 0, reason: null, violations }];
  return { type: 'gate', round, persona_id: persona, generation_attempt: 1, gates };
}

/** A piece of evidence as `round` rows hold it. */
export function evidence(id: string, text = `What ${id} says.`) {
  return { kind: 'entity', id, text, source: 'the archive', grade: 'B' };
}

/** An answer to a persona's last comment. */
export function answering(persona_id: string, stance: 'agree' | 'oppose' | 'ask') {
  return { reply_to: { persona_id, stance } };
}

/** The last row of a simulation. */
export function endRow(fields: object = {}): ReportRow {
  return {
    type: 'end_condition',
    termination_reason: 'round_limit',
    ended_round: 2,
    ended_early: false,
    status: 'visible',
    ...fields,
  };
}

/** A small thread with everything that a report asks for. */
export function quarrel(): ReportRow[] {
  const [ann, bob, cat] = [['C1', 'ann'] as const, ['C2', 'bob'] as const, ['C3', 'cat'] as const];
  return [
    contextRow({ public_facts: ['Nobody rings every bell tonight, whatever the log of this morning says.'] }),
    { type: 'thread_selected', event_card_id: 'EV', meme_seed_id: 'MM' },
    gateRow(1, 'ann', []),
    roundRow(1, ann, 'Ring every bell tonight.', { intent: 'alert', score: 8, upvotes: 3 }),
    roundRow(1, bob, 'Nobody rings anything before the log is read.', {
      intent: 'mediate',
      score: 7,
      evidence: evidence('E1'),
      ...answering('ann', 'oppose'),
    }),
    roundRow(1, cat, 'Whose log, and who wrote it?', { score: 5, ...answering('bob', 'ask') }),
    { type: 'round_summary', round: 1 },
    roundRow(2, ann, 'The log was wet this morning.', {
      intent: 'evidence',
      score: 6,
      evidence: evidence('E1'),
      ...answering('cat', 'agree'),
    }),
    endRow(),
  ];
}
