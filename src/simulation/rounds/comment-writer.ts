import { Inject, Injectable } from '@nestjs/common';
import { safeErrorText } from '../../common/index.js';
import type { Speaker } from '../packs/world.js';
import { GateKeeper, redact, type GateResult } from '../gates/gate-keeper.js';
import type { GatedComment, Violation } from '../gates/comment-gate.js';
import { TextUnfitError, endsAttempt } from '../generation/generation.errors.js';
import {
  TEXT_GENERATOR,
  type Evidence,
  type GeneratedComment,
  type GenerationRequest,
  type TextGenerator,
} from '../generation/text-generator.js';
import { requestOf } from './generation-request.js';
import { newsCited } from './news.js';
import { planComment, type CommentPlan } from './plan-comment.js';
import type { RoundSetting } from './round-setting.js';

/** Texts that are generated for one comment at the most: the first, and two more when gates object. */
export const GENERATION_ATTEMPTS = 3;

/** A comment after the gates. */
export interface WrittenComment extends Omit<CommentPlan, 'evidence' | 'temper' | 'change' | 'movedBy'> {
  readonly evidence: Evidence | null;
  readonly claim: string;
  /** What it speaks of, in a few words. */
  readonly thing: string | null;
  /** As it stands in the thread, redacted if need be. */
  readonly text: string;
  /** As it was before redaction. */
  readonly unredacted: string;
  /** The codes of what gates found in the last text. */
  readonly codes: readonly string[];
  /** Safety findings that survived regeneration. */
  readonly unsafe: boolean;
  /** Whether the text is kept from the thread. */
  readonly withheld: boolean;
}

/** What a generator gave, or what it is to be told. */
type Generated = GeneratedComment | { readonly objections: readonly Violation[] };

/** Writes a persona's comment: plan, text, gates, and a new text when gates object. */
@Injectable()
export class CommentWriter {
  constructor(
    @Inject(TEXT_GENERATOR) private readonly generator: TextGenerator,
    private readonly gates: GateKeeper,
  ) {}

  /**
   * @throws what the generator throws when it has failed each time, each failure having its own `gate` row; AttemptEndedError
   *   when that ends the attempt of the stage
   */
  async write(setting: RoundSetting, round: number, speaker: Speaker): Promise<WrittenComment> {
    const plan = planComment(setting, round, speaker);
    const { world, seed, texts, template } = setting;
    const { profile } = plan.voice;
    const taboos = profile ? [profile.taboo_words, template.taboos] : [template.taboos];
    const check = (comment: GatedComment) => this.gates.check(comment, { world, seed, texts, taboos });
    let violations: readonly Violation[] = [];
    for (let attempt = 1; ; attempt++) {
      const request = requestOf(setting, round, plan, plan.evidence(violations), violations, attempt);
      const generating = this.generate(setting, request);
      const generated = isPromise(generating) ? await generating : generating;
      if ('objections' in generated) {
        violations = generated.objections;
        continue;
      }
      const { text, claim, evidence = request.evidence } = generated;
      const comment: GatedComment = { text, claim, intent: plan.intent, evidence };
      const results = check(comment);
      emitGateRow(setting, request, results);
      violations = results.flatMap((result) => result.violations);
      if (violations.length > 0 && attempt < GENERATION_ATTEMPTS) continue;
      const { speaker, voice, intent, act, reply, position, suspicion } = plan;
      const news = newsCited(setting, plan.news, evidence);
      const safe = makeSafe(comment, results, check);
      const codes = violations.map(({ code }) => code);
      const thing = safe.unsafe ? null : (generated.thing ?? null);
      return {
        speaker,
        voice,
        intent,
        act,
        reply,
        position,
        suspicion,
        news,
        thing,
        unredacted: text,
        codes,
        ...safe,
      };
    }
  }

  /**
   * A text; or what the next one is to be told, when the generator failed and may be asked again. The phrase book has its
   * texts at once: promises for each of them would take longer than some of what is done.
   */
  private generate(setting: RoundSetting, request: GenerationRequest): Generated | Promise<Generated> {
    const afterFailure = (error: unknown) => objectionsAfter(error, setting, request);
    try {
      const generated = this.generator.generate(request);
      return isPromise(generated) ? generated.catch(afterFailure) : generated;
    } catch (error) {
      return afterFailure(error);
    }
  }
}

/** @throws the error, or an AttemptEndedError, when the generator is not to be asked again */
function objectionsAfter(
  error: unknown,
  setting: RoundSetting,
  request: GenerationRequest,
): { readonly objections: readonly Violation[] } {
  setting.signal.throwIfAborted();
  const reason = safeErrorText(error).message;
  const objections = error instanceof TextUnfitError ? error.violations : [];
  emitGateRow(setting, request, [
    { gate_name: 'generation', passed: false, reason, violations: objections, withholds: true },
  ]);
  if (endsAttempt(error, setting.isLastAttempt)) throw new AttemptEndedError(error);
  if (request.generationAttempt === GENERATION_ATTEMPTS) throw error;
  return { objections: objections.length > 0 ? objections : request.violations };
}

function isPromise<T extends object>(value: T | Promise<T>): value is Promise<T> {
  return 'then' in value;
}

/** The generator failed in a way that ends the attempt of the stage. */
export class AttemptEndedError extends Error {
  constructor(readonly reason: unknown) {
    super('The generator has ended the attempt.', { cause: reason });
    this.name = 'AttemptEndedError';
  }
}

/** Blacks out what withholding gates find in the text, in the claim and in the evidence that it quotes. */
function makeSafe(
  comment: GatedComment,
  results: readonly GateResult[],
  check: (comment: GatedComment) => readonly GateResult[],
): Pick<WrittenComment, 'text' | 'claim' | 'evidence' | 'unsafe' | 'withheld'> {
  const findingsIn = (text: string) => withholding(check({ ...comment, text }));
  const inText = withholding(results);
  const inClaim =
    comment.text.includes(comment.claim) && inText.length === 0 ? [] : findingsIn(comment.claim);
  if (inText.length + inClaim.length === 0) {
    const { text, claim, evidence } = comment;
    return { text, claim, evidence, unsafe: false, withheld: false };
  }
  const text = redact(comment.text, inText);
  const claim = redact(comment.claim, inClaim);
  const evidence = comment.evidence && {
    ...comment.evidence,
    text: redact(comment.evidence.text, findingsIn(comment.evidence.text)),
  };
  const stillUnsafe = (words: string) => withholding(check({ ...comment, text: words, claim })).length > 0;
  return { text, claim, evidence, unsafe: true, withheld: stillUnsafe(text) || stillUnsafe(claim) };
}

/** The violations of gates that keep a text from the thread. */
function withholding(results: readonly GateResult[]): Violation[] {
  return results.flatMap(({ withholds, violations }) => (withholds ? violations : []));
}

function emitGateRow(
  setting: RoundSetting,
  { round, speaker, generationAttempt }: GenerationRequest,
  results: readonly GateResult[],
): void {
  const gates = results.map(({ gate_name, passed, reason, violations }) => ({
    gate_name,
    passed,
    reason,
    violations: violations.map(({ rule_id, code, message, severity }) => ({
      rule_id,
      code,
      message,
      severity,
    })),
  }));
  const { persona_id } = speaker;
  setting.emit({ type: 'gate', round, persona_id, generation_attempt: generationAttempt, gates });
}
