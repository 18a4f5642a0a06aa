import type { Violation } from '../gates/comment-gate.js';
import { TextUnfitError } from '../generation/generation.errors.js';
import type { Evidence, GeneratedComment, GenerationRequest } from '../generation/text-generator.js';
import { isPlain, parsedAnswer, trimmed } from './answer-text.js';
import { MOST_CHARACTERS, citable } from './comment-prompt.js';
import type { Completion } from './model-client.js';

/** The rule of what an answer breaks that is not what was asked for. */
const RULE = 'MODEL-ANSWER';
/** An answer as the prompt asks for it. */
interface CommentAnswer {
  readonly text: string;
  readonly claim: string;
  readonly stance: string;
  readonly evidence_ids: readonly string[];
}

/**
 * The comment that an answer holds. Pure.
 * @throws TextUnfitError when the answer is not what was asked for
 */
export function commentOf(completion: Completion, request: GenerationRequest): GeneratedComment {
  const answer = commentAnswer(completion);
  const text = trimmed(answer.text);
  const claim = inOneLine(trimmed(answer.claim));
  const offered = new Map(citable(request).map((evidence) => [evidence.id, evidence]));
  const violations = [
    ...formViolations('text', text, MOST_CHARACTERS.text),
    ...formViolations('claim', claim, MOST_CHARACTERS.claim),
    ...(answer.stance === request.position.stance
      ? []
      : [violation('STANCE_OTHER', `The stance has to be "${request.position.stance}".`)]),
    ...(answer.evidence_ids.every((id) => offered.has(id))
      ? []
      : [violation('EVIDENCE_UNKNOWN', 'An id in evidence_ids is not one of the evidence.')]),
    ...(request.objection(`${text}\n${claim}`) === 2
      ? [violation('TOO_MUCH_TOLD', 'The text speaks of something that nobody can know yet.')]
      : []),
  ];
  if (violations.length > 0) throw new TextUnfitError(violations);
  return { text, claim, thing: null, evidence: citedOf(answer, request, offered) };
}

function inOneLine(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join(' ');
}

/** What the comment rests on: what it was asked to cite, if it does, else the first piece that it cites. */
function citedOf(
  { evidence_ids }: CommentAnswer,
  { evidence }: GenerationRequest,
  offered: ReadonlyMap<string, Evidence>,
): Evidence | null {
  if (evidence && evidence_ids.includes(evidence.id)) return evidence;
  return offered.get(evidence_ids[0] ?? '') ?? null;
}

function commentAnswer({ text, finish_reason }: Completion): CommentAnswer {
  const answer = parsedAnswer(text);
  const { evidence_ids } = answer;
  const isComment =
    ['text', 'claim', 'stance'].every((name) => typeof answer[name] === 'string') &&
    Array.isArray(evidence_ids) &&
    evidence_ids.every((id) => typeof id === 'string');
  if (isComment) return answer as unknown as CommentAnswer;
  const found =
    finish_reason === 'length'
      ? violation('ANSWER_CUT_OFF', 'The answer was cut off: it has to be shorter.')
      : violation('ANSWER_MALFORMED', 'The answer was not the JSON object that was asked for.');
  throw new TextUnfitError([found]);
}

function formViolations(name: string, text: string, most: number): Violation[] {
  if (text === '') return [violation('ANSWER_EMPTY', `The ${name} is empty.`)];
  if (text.length > most)
    return [violation('ANSWER_TOO_LONG', `The ${name} has more than ${most} characters.`)];
  return isPlain(text) ? [] : [violation('ANSWER_MALFORMED', `The ${name} has characters that no text has.`)];
}

function violation(code: string, message: string): Violation {
  return { rule_id: RULE, code, message, severity: 'medium' };
}
