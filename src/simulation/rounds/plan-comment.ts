import type { RandomStream } from '../../common/index.js';
import type { Intent } from '../domain/intent.js';
import type { HeldPosition } from '../domain/position.js';
import type { PostedNews } from '../domain/thread-state.js';
import type { SpeechAct } from '../domain/speech-act.js';
import { chooseIntent, temperOf } from '../generation/comment-plan.js';
import type { Suspicion } from '../generation/hidden-trail.js';
import { newsTaken } from '../generation/news.policy.js';
import { chooseReply } from '../generation/reply.policy.js';
import { chooseAct } from '../generation/speech-act.policy.js';
import type { Evidence, GenerationRequest, Reply } from '../generation/text-generator.js';
import { voiceOf, type Voice } from '../generation/voice.policy.js';
import type { Violation } from '../gates/comment-gate.js';
import type { Speaker } from '../packs/world.js';
import { convictionOf, type Conviction } from './argument.js';
import type { RoundSetting } from './round-setting.js';

/** Comments whose facts are cited less. */
const LATELY = 3;

/** What a comment is to be. */
export interface CommentPlan {
  readonly speaker: Speaker;
  readonly voice: Voice;
  readonly intent: Intent;
  readonly act: SpeechAct;
  readonly reply: Reply | null;
  readonly position: HeldPosition;
  readonly change: GenerationRequest['change'];
  /** What it is suspicious of; null unless it comes near a hidden fact. */
  readonly suspicion: Suspicion | null;
  readonly temper: number;
  /** The interventions that it takes up. */
  readonly news: readonly PostedNews[];
  /** The intervention that has changed its author's position; null when none has. */
  readonly movedBy: PostedNews | null;
  /** What it rests on, when gates have objected to these violations. */
  evidence(violations: readonly Violation[]): Evidence | null;
}

/** Plans a persona's comment: what it wants, whom it answers, what it does, and what it rests on. */
export function planComment(setting: RoundSetting, round: number, speaker: Speaker): CommentPlan {
  const { world, loop, seed } = setting;
  const random = setting.random.stream(`round:${round}/persona:${speaker.id}/plan`);
  const memory = loop.memory[speaker.id];
  const leaning = world.extensions.archetype_intents[speaker.archetype?.id ?? ''];
  const conviction = convictionOf(setting, round, speaker);
  const { position } = conviction;
  const intent = chooseIntent(seed, leaning, memory, loop.recent, random);
  const isHostile = (personaId: string) => {
    const other = world.speakers.get(personaId);
    return other !== undefined && world.areHostile(speaker, other);
  };
  const { recent, debts = [] } = loop;
  const situation = { personaId: speaker.id, intent, stance: position.stance, recent, debts, isHostile };
  const reply = replyOf(conviction) ?? chooseReply(situation, random);
  const news = newsOf(setting, round, speaker, conviction);
  const suspicion =
    reply?.owed || news.length > 0
      ? null
      : setting.trail.suspicion(
          round,
          (loop.near ??= {}),
          setting.random.stream(`round:${round}/persona:${speaker.id}/suspicion`),
        );
  const wanted = chooseAct(intent, position.stance, random);
  const first = chosenEvidence(setting, { intent, conviction, reply, suspicion, news }, false, random);
  const evidence = (violations: readonly Violation[]) => {
    const asked = violations.some(({ code }) => code === 'EVIDENCE_MISSING');
    return asked
      ? chosenEvidence(setting, { intent, conviction, reply, suspicion, news }, true, random)
      : first;
  };
  return {
    speaker,
    voice: voiceNow(setting, round, speaker),
    intent,
    act: suspicion || reply?.stance === 'ask' ? 'question' : wanted,
    reply,
    position,
    change: conviction.because ? 'moved' : conviction.tested && reply?.stance === 'oppose' ? 'kept' : null,
    suspicion,
    news,
    movedBy: conviction.news,
    temper: temperOf(intent, memory, reply !== null && isHostile(reply.persona_id)),
    evidence,
  };
}

/** The interventions that a comment takes up: the one that has moved its author, and others that are due. */
function newsOf(
  { loop, random }: RoundSetting,
  round: number,
  speaker: Speaker,
  conviction: Conviction,
): PostedNews[] {
  if (!loop.news || loop.news.length === 0) return [];
  return newsTaken(loop.news, conviction.news, random.stream(`round:${round}/persona:${speaker.id}/news`));
}

/** Whoever was moved by a comment says so to its author. */
function replyOf({ because }: Conviction): Reply | null {
  if (!because) return null;
  const { persona_id, name, claim, seq, act, thing } = because;
  return { persona_id, name, claim, stance: 'agree', seq, act, thing, owed: false };
}

function chosenEvidence(
  setting: RoundSetting,
  {
    intent,
    conviction,
    reply,
    suspicion,
    news,
  }: Pick<CommentPlan, 'intent' | 'reply' | 'suspicion' | 'news'> & { readonly conviction: Conviction },
  required: boolean,
  random: RandomStream,
): Evidence | null {
  const { citable, loop } = setting;
  for (const { place } of news) {
    const evidence = setting.evidenceOf(place);
    if (evidence) return evidence;
  }
  if (suspicion?.fact) return suspicion.fact.evidence;
  const situation = {
    intent,
    reasonId: conviction.position.reason_id,
    answered: reply?.claim ?? null,
    lately: loop.recent.slice(-LATELY).flatMap(({ fact_id }) => fact_id ?? []),
    required,
  };
  return citable.choose(situation, random);
}

function voiceNow({ world, axis, loop }: RoundSetting, round: number, speaker: Speaker): Voice {
  return voiceOf(world, speaker, {
    axis,
    memePhase: loop.meme.phase,
    status: loop.status,
    reports: loop.reports,
    hoursLeft: loop.evidence_hours_left,
    round,
  });
}
