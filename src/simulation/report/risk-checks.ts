import { GATE_WORDS } from './gate-words.js';
import { codeWords, counted, listed, percent, sentence, tally, times } from '../domain/wording.js';
import type { GateFinding } from './gate-findings.js';
import { SEVERITIES, type RiskCheck, type Severity } from './report.js';
import { reportsOf } from './outcome.js';
import type { RunFacts } from './run-facts.js';

/** The gates' codes by the risk that they are about; every other code is about `other_gates`. */
const GATE_RISKS = {
  privacy: ['PII_PHONE', 'PII_EMAIL'],
  taboo: ['TABOO_TERM'],
  forbidden_term: ['SEED_FORBIDDEN_TERM'],
  similarity: ['SIMILARITY_OVER_THRESHOLD'],
  consistency: ['CONSISTENCY_CONFLICT'],
} as const;
const UNSUPPORTED = 'EVIDENCE_MISSING';
/** Comments with a finding that was kept from which on it is worse than a gate calls it. */
const MANY_KEPT = 3;
/** Shares of comments that cite nothing from which on that is a risk. */
const UNCITED = { medium: 0.35, high: 0.6 } as const;
/** The share of withheld comments from which on that is a high risk. */
const WITHHELD_HIGH = 0.2;
const APPEAL_UNMET = new Set(['APPEAL_DELAY', 'APPEAL_REJECT']);
const ENDED_BADLY = new Set(['locked', 'ghost', 'sanctioned']);

/** What may go wrong with a story made from this run, counted from its gates and actions. */
export function riskChecks(facts: RunFacts): RiskCheck[] {
  const { byCode } = facts.findings;
  const named = new Set<string>([...Object.values(GATE_RISKS).flat(), UNSUPPORTED]);
  const others = [...byCode.keys()].filter((code) => !named.has(code)).toSorted();
  return [
    ...Object.entries(GATE_RISKS).map(([category, known]) => gateRisk(category, known, byCode)),
    ...(others.length > 0 ? [gateRisk('other_gates', others, byCode)] : []),
    unsupportedClaims(facts),
    withheldComments(facts),
    sensitivity(facts),
    moderation(facts),
    backlash(facts),
  ];
}

/** As bad as the gates call it when it was kept, worse when often; one step better when new texts mended it. */
function gateRisk(
  category: string,
  known: readonly string[],
  byCode: ReadonlyMap<string, GateFinding>,
): RiskCheck {
  const findings = known.map((code) => byCode.get(code) ?? NO_FINDING);
  const sum = (field: 'found' | 'kept') => findings.reduce((total, finding) => total + finding[field], 0);
  const [found, kept] = [sum('found'), sum('kept')];
  const worst = Math.max(...findings.map(({ severity }) => SEVERITIES.indexOf(severity)));
  const step = kept >= MANY_KEPT ? 1 : kept > 0 ? 0 : -1;
  return {
    category,
    severity: found === 0 ? 'low' : severityAt(worst + step),
    details: found === 0 ? 'Nothing was found.' : foundSentence(known, findings, kept),
  };
}

/** What was found how often, and what became of it. */
function foundSentence(known: readonly string[], findings: readonly GateFinding[], kept: number): string {
  const parts = known.flatMap((code, index) => {
    const count = findings[index]?.found ?? 0;
    return count === 0 ? [] : [`${GATE_WORDS.get(code) ?? codeWords(code)} ${times(count)}`];
  });
  const end = kept === 0 ? 'new texts mended all of it' : `${counted(kept, 'comment')} kept it`;
  return `${sentence(listed(parts))}: ${end}.`;
}

const NO_FINDING: GateFinding = { found: 0, kept: 0, severity: 'low' };

function severityAt(step: number): Severity {
  return SEVERITIES[Math.min(SEVERITIES.length - 1, Math.max(0, step))] ?? 'low';
}

function unsupportedClaims({ comments, findings }: RunFacts): RiskCheck {
  const uncited = comments.filter(({ evidence }) => evidence === null).length;
  const share = uncited / Math.max(1, comments.length);
  const { kept } = findings.byCode.get(UNSUPPORTED) ?? NO_FINDING;
  const severity = share >= UNCITED.high ? 'high' : share >= UNCITED.medium || kept > 0 ? 'medium' : 'low';
  const keeping = kept === 0 ? '' : `; ${counted(kept, 'claim')} of fact stayed without a source`;
  return {
    category: 'unsupported_claims',
    severity,
    details: `${sentence(counted(uncited, 'comment'))} of ${comments.length} ${uncited === 1 ? 'cites' : 'cite'} nothing (${percent(uncited, comments.length)})${keeping}.`,
  };
}

function withheldComments({ withheld, comments }: RunFacts): RiskCheck {
  const all = withheld + comments.length;
  const severity = withheld / Math.max(1, all) >= WITHHELD_HIGH ? 'high' : withheld > 0 ? 'medium' : 'low';
  const details =
    withheld === 0
      ? 'No comment was withheld.'
      : `${sentence(counted(withheld, 'comment'))} of ${all} ${withheld === 1 ? 'was' : 'were'} withheld (${percent(withheld, all)}).`;
  return { category: 'withheld', severity, details };
}

function sensitivity({ seed }: RunFacts): RiskCheck {
  const { sensitivity_tags: tags } = seed;
  return {
    category: 'sensitivity',
    severity: tags.length > 0 ? 'medium' : 'low',
    details:
      tags.length > 0 ? `The seed calls for care: ${listed(tags)}.` : 'The seed calls for no special care.',
  };
}

function moderation(facts: RunFacts): RiskCheck {
  const { status, sanction_level, actions } = facts;
  const severity = ENDED_BADLY.has(status) ? 'high' : actions.length > 0 ? 'medium' : 'low';
  const done = [...tally(actions.map(({ action_type }) => codeWords(action_type)))].map(
    ([action, count]) => `${action} ${times(count)}`,
  );
  const acted = done.length > 0 ? `Moderation acted: ${listed(done)}.` : 'Moderation did nothing.';
  const level = sanction_level > 0 ? ` The sanction level is ${sanction_level}.` : '';
  return {
    category: 'moderation',
    severity,
    details: `The thread is ${status === '' ? 'open' : codeWords(status)}, with ${counted(reportsOf(facts), 'report')}. ${acted}${level}`,
  };
}

function backlash(facts: RunFacts): RiskCheck {
  const { actions, comments } = facts;
  const backlashes = actions.filter(({ action_type }) => action_type === 'CONSPIRACY_BACKLASH').length;
  const unmet = actions.filter(({ action_type }) => APPEAL_UNMET.has(action_type)).length;
  const reports = reportsOf(facts);
  const upvotes = comments.reduce((total, comment) => total + comment.upvotes, 0);
  const severity = backlashes > 0 ? 'high' : unmet > 0 || reports > upvotes ? 'medium' : 'low';
  const parts = [
    backlashes > 0 ? counted(backlashes, 'backlash', 'backlashes') : 'no backlash',
    ...(unmet > 0 ? [`${counted(unmet, 'appeal')} came to nothing`] : []),
    `${counted(reports, 'report')} against ${counted(upvotes, 'upvote')}`,
  ];
  return { category: 'backlash', severity, details: `${sentence(parts.join('; '))}.` };
}
