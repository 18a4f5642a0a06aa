// Measures of moderation and of reports, over runs: `{ seed, rows, report? }`, rows as the log has them.

/** Axes of threads that run hot, and of those that are led by evidence, mediation and safety. */
export const HEATED = ['U', 'H'];
export const QUIET = ['E', 'M', 'S'];

const STEPS = ['hide', 'lock', 'warning'];
/** Words from which on a text names a fact or somebody concerned, and how many characters such words have. */
const ENOUGH_WORDS = 2;
const LEAST_CHARACTERS = 4;
/** Words of that many characters that say nothing of an incident. */
const COMMON = new Set(
  (
    'about after again also always another anybody anything because been before being both could does done down each even ever every ' +
    'everybody everything from given goes gone have here into itself just keep know less like made make many more most much must never ' +
    'nobody none nothing once only other over rather really said same says shall should since some somebody someone something still ' +
    'such take than that their them then there these they thing things think this those till told took under until upon very want ' +
    'wants went were what when where whether which while whose will with within without would your'
  ).split(' '),
);

const ofType = ({ rows }, type) => rows.filter((row) => row.type === type);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const hasText = ({ text }) => typeof text === 'string' && /\S/.test(text);
const share = (part, whole) => part / Math.max(1, whole);

/** @returns whether the thread was ever hidden */
export function wasHidden(run) {
  return ofType(run, 'action').some(({ action_type }) => action_type === 'HIDE_PREVIEW');
}

/** @returns how often threads were hidden, 0..1, by the axis that their dial gives all to; `runs`: axis → runs */
export function hiddenByAxis(runs) {
  return Object.fromEntries(
    [...HEATED, ...QUIET].map((axis) => {
      const all = runs.get(axis) ?? [];
      return [axis, share(all.filter(wasHidden).length, all.length)];
    }),
  );
}

const stepsWithText = (run) => noticesOf(run).filter(hasText).length;
const appealsWithText = (run) => ofType(run, 'appeal').filter(hasText).length;

/** @returns what moderation did in some runs, and how often it did not say why or was not answered */
export function moderationMeasures(runs) {
  const total = (count) => sum(runs.map(count));
  const reasons = reasonsOf(runs);
  const reports = total(reportsOf);
  return {
    runs: runs.length,
    hidden: runs.filter(wasHidden).length,
    reports,
    reportsWithoutReason: reports - sum(Object.values(reasons)),
    reasons,
    steps: total((run) => stepsOf(run).length),
    stepsWithoutText: total((run) => stepsOf(run).length - stepsWithText(run)),
    stepsWithoutReply: total(unanswered),
    appeals: total((run) => appealsOf(run).length),
    appealsWithoutText: total((run) => appealsOf(run).length - appealsWithText(run)),
    appealsByOthers: total(appealsByOthers),
  };
}

/** Reports of comments, and those of a backlash. */
function reportsOf(run) {
  const backlash = ofType(run, 'action').map(({ report_delta = 0 }) => report_delta);
  return sum(ofType(run, 'round').map(({ reports }) => reports)) + sum(backlash);
}

function reasonsOf(runs) {
  const counts = {};
  for (const { type, report_reasons = {} } of runs.flatMap(({ rows }) => rows)) {
    if (type !== 'round' && type !== 'action') continue;
    for (const [reason, count] of Object.entries(report_reasons))
      counts[reason] = (counts[reason] ?? 0) + count;
  }
  return counts;
}

/** What moderation did while people spoke. */
function stepsOf(run) {
  return ofType(run, 'action').filter(({ action_type }) =>
    /^(?:HIDE_PREVIEW|LOCK_THREAD|FLOW_)/.test(action_type),
  );
}

function noticesOf(run) {
  return ofType(run, 'notice').filter(({ kind }) => STEPS.includes(kind));
}

/** Notices that nobody has answered. */
function unanswered(run) {
  const replies = ofType(run, 'notice_reply').filter(hasText);
  const isAnswered = ({ kind, seq }) => replies.some((reply) => reply.kind === kind && reply.seq > seq);
  return noticesOf(run).filter((notice) => !isAnswered(notice)).length;
}

function appealsOf(run) {
  return ofType(run, 'action').filter(({ action_type }) => action_type.startsWith('APPEAL'));
}

function appealsByOthers(run) {
  const author = authorOf(run);
  return appealsOf(run).filter(({ actor_id }) => actor_id !== author).length;
}

/** Who opened the thread; in a log that does not say so, who spoke first. */
function authorOf(run) {
  const [selected] = ofType(run, 'thread_selected');
  const first = ofType(run, 'round').find(({ withheld }) => !withheld);
  return selected?.persona_id ?? first?.persona_id;
}

/** @returns what reports are worth to writers, as shares 0..1; `deepQuotes` counts quotations nested three deep */
export function reportMeasures(runs) {
  const sides = runs.flatMap(({ seed, report }) =>
    [report.conflict_map.claim_a, report.conflict_map.claim_b].map((side) => ({ seed, side })),
  );
  const highlights = runs.flatMap(({ seed, report }) =>
    report.highlights_top10.map(({ text }) => namesIncident(text, seed)),
  );
  return {
    reports: runs.length,
    conflictsFromReplies: share(
      runs.filter(({ report }) => report.conflict_map.claim_a?.opposition === 'reply').length,
      runs.length,
    ),
    groundedClaims: share(
      sides.filter(({ seed, side }) => side !== null && namesIncident(side.claim, seed)).length,
      sides.length,
    ),
    highlightsNamingIncident: share(highlights.filter(Boolean).length, highlights.length),
    withArc: share(runs.filter(hasArc).length, runs.length),
    deepQuotes: sum(runs.map(({ report }) => quotesOf(report).filter((text) => quoteDepth(text) > 2).length)),
    passed: share(runs.filter(({ report }) => report.report_gate.pass_fail).length, runs.length),
  };
}

/** Whether a text speaks of a fact of the incident, or of somebody concerned. */
export function namesIncident(text, { public_facts, stakeholders }) {
  const words = contentOf(text);
  const lower = text.toLowerCase();
  if (stakeholders.some((who) => lower.includes(who.toLowerCase().replace(/^the /, '')))) return true;
  return [...public_facts, ...stakeholders].some((part) => {
    return [...contentOf(part)].filter((word) => words.has(word)).length >= ENOUGH_WORDS;
  });
}

function contentOf(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  return new Set(words.filter((word) => word.length >= LEAST_CHARACTERS && !COMMON.has(word)));
}

/** Whether the report has an arc of four parts, each of which names comments of the run. */
function hasArc({ rows, report }) {
  const comments = new Set(rows.filter(({ type }) => type === 'round').map(({ seq }) => seq));
  return report.arcs.some(({ set_up, escalation, turn, end }) =>
    [set_up, escalation, turn, end].every(
      ({ seqs }) => seqs.length > 0 && seqs.every((seq) => comments.has(seq)),
    ),
  );
}

/** Everything in a report that is a quotation, cut to what matters. */
function quotesOf({ highlights_top10, dialogue_candidates, arcs, conflict_map }) {
  return [
    ...highlights_top10.map(({ quote }) => quote),
    ...dialogue_candidates.flatMap(({ quote, replying_to }) => [quote, replying_to?.quote ?? '']),
    ...arcs.flatMap(({ set_up, escalation, turn, end }) =>
      [set_up, escalation, turn, end].map(({ said }) => said.quote),
    ),
    ...[conflict_map.claim_a, conflict_map.claim_b].flatMap((side) => (side ? [side.quote] : [])),
  ];
}

function quoteDepth(text) {
  let depth = 0;
  let deepest = 0;
  for (const [index, character] of [...text].entries()) {
    const isApostrophe =
      character === '’' &&
      /\p{L}/u.test([...text][index - 1] ?? '') &&
      /\p{L}/u.test([...text][index + 1] ?? '');
    if ('“‘«'.includes(character)) deepest = Math.max(deepest, ++depth);
    else if ('”’»'.includes(character) && !isApostrophe) depth = Math.max(0, depth - 1);
  }
  return deepest;
}
