import { Inject, Injectable } from '@nestjs/common';
import type { Speaker } from '../packs/world.js';
import { GateKeeper, redact, type GateResult } from '../gates/gate-keeper.js';
import type { GatedComment, Violation } from '../gates/comment-gate.js';
import { chooseEvidence, chooseIntent, chooseReply, temperOf } from '../generation/comment-plan.js';
import {
  TEXT_GENERATOR,
  type Evidence,
  type GenerationRequest,
  type Reply,
  type TextGenerator,
} from '../generation/text-generator.js';
import { voiceOf, type Voice } from '../generation/voice.policy.js';
import type { Intent } from '../packs/world-extensions.js';
import type { RoundSetting } from './round-setting.js';

/** Texts that are generated for one comment at the most: the first, and two more when gates object. */
export const GENERATION_ATTEMPTS = 3;

/** A comment after the gates. */
export interface WrittenComment {
  readonly speaker: Speaker;
  readonly voice: Voice;
  readonly intent: Intent;
  readonly reply: Reply | null;
  readonly evidence: Evidence | null;
  readonly claim: string;
  /** As it stands in the thread, redacted if need be. */
  readonly text: string;
  /** As it was before redaction. */
  readonly unredacted: string;
  /** Safety findings that survived regeneration. */
  readonly unsafe: boolean;
  /** Whether the text is kept from the thread. */
  readonly withheld: boolean;
}

/** Writes a persona's comment: plan, text, gates, and a new text when gates object. */
@Injectable()
export class CommentWriter {
  constructor(
    @Inject(TEXT_GENERATOR) private readonly generator: TextGenerator,
    private readonly gates: GateKeeper,
  ) {}

  /** @throws what the generator throws */
  async write(setting: RoundSetting, round: number, speaker: Speaker): Promise<WrittenComment> {
    const plan = planComment(setting, round, speaker);
    const { world, seed, texts, template } = setting;
    const { profile } = plan.voice;
    const taboos = profile ? [profile.taboo_words, template.taboos] : [template.taboos];
    const check = (comment: GatedComment) => this.gates.check(comment, { world, seed, texts, taboos });
    let violations: readonly Violation[] = [];
    for (let attempt = 1; ; attempt++) {
      const evidence = plan.evidence(violations);
      const request = requestOf(setting, round, plan, evidence, violations, attempt);
      const generated = await this.generator.generate(request);
      const comment: GatedComment = { ...generated, intent: plan.intent, evidence };
      const results = check(comment);
      emitGateRow(setting, round, speaker, attempt, results);
      violations = results.flatMap((result) => result.violations);
      if (violations.length > 0 && attempt < GENERATION_ATTEMPTS) continue;
      const blocking = withholding(results);
      const text = redact(generated.text, blocking);
      const claim = redact(generated.claim, blocking);
      const withheld = blocking.length > 0 && withholding(check({ ...comment, text, claim })).length > 0;
      return {
        ...plan,
        evidence,
        claim,
        text,
        unredacted: generated.text,
        unsafe: blocking.length > 0,
        withheld,
      };
    }
  }
}

interface CommentPlan {
  readonly speaker: Speaker;
  readonly voice: Voice;
  readonly intent: Intent;
  readonly reply: Reply | null;
  readonly temper: number;
  evidence(violations: readonly Violation[]): Evidence | null;
}

function planComment(setting: RoundSetting, round: number, speaker: Speaker): CommentPlan {
  const { world, loop, seed, axis } = setting;
  const random = setting.random.stream(`round:${round}/persona:${speaker.id}/plan`);
  const memory = loop.memory[speaker.id];
  const leaning = world.extensions.archetype_intents[speaker.archetype?.id ?? ''];
  const intent = chooseIntent(seed, leaning, memory, loop.recent, random);
  const isHostile = (personaId: string) => {
    const other = world.speakers.get(personaId);
    return other !== undefined && world.areHostile(speaker, other);
  };
  const reply = chooseReply(speaker, intent, loop.recent, isHostile, random);
  const temper = temperOf(intent, memory, reply !== null && isHostile(reply.persona_id));
  const voice = voiceOf(world, speaker, {
    axis,
    memePhase: loop.meme.phase,
    status: loop.status,
    reports: loop.reports,
    hoursLeft: loop.evidence_hours_left,
    round,
  });
  const first = chooseEvidence(intent, seed, setting.passages, false, random);
  const evidence = (violations: readonly Violation[]) => {
    const asked = violations.some(({ code }) => code === 'EVIDENCE_MISSING');
    return asked ? chooseEvidence(intent, seed, setting.passages, true, random) : first;
  };
  return { speaker, voice, intent, reply, temper, evidence };
}

function requestOf(
  setting: RoundSetting,
  round: number,
  { speaker, voice, intent, reply, temper }: CommentPlan,
  evidence: Evidence | null,
  violations: readonly Violation[],
  generationAttempt: number,
): GenerationRequest {
  const { world, loop, seed, board, template, spoken } = setting;
  const { community } = speaker;
  const { safety } = world.packs.rule.gate_policy;
  return {
    round,
    speaker: { persona_id: speaker.id, name: speaker.name },
    community,
    board,
    seed,
    voice: voice.profile,
    intent,
    evidence,
    reply,
    mood: loop.memory[speaker.id]?.mood ?? 'none',
    meme: loop.meme.heat > 0 ? (setting.meme?.name ?? null) : null,
    hoursLeft: loop.evidence_hours_left,
    temper,
    avoid: [
      ...safety.taboo_words,
      ...(voice.profile?.taboo_words ?? []),
      ...template.taboos,
      ...board.taboos,
      ...community.taboos,
    ],
    violations,
    generationAttempt,
    phrases: world.extensions.phrase_book,
    recently: setting.recently,
    isTaken: (text) => spoken.has(text),
    random: setting.random.stream(`round:${round}/persona:${speaker.id}/text:${generationAttempt}`),
    signal: setting.signal,
  };
}

/** The violations of gates that keep a text from the thread. */
function withholding(results: readonly GateResult[]): Violation[] {
  return results.filter(({ withholds }) => withholds).flatMap(({ violations }) => [...violations]);
}

function emitGateRow(
  setting: RoundSetting,
  round: number,
  { id }: Speaker,
  generation_attempt: number,
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
  setting.emit({ type: 'gate', round, persona_id: id, generation_attempt, gates });
}
