import type { Evidence, GenerationRequest } from '../generation/text-generator.js';
import type { Violation } from '../gates/comment-gate.js';
import { shownPosition } from './argument.js';
import { newsFor } from './news.js';
import { noticeInSight } from './notices.js';
import type { CommentPlan } from './plan-comment.js';
import type { RoundSetting } from './round-setting.js';

/** What the text generator is told of a planned comment. */
export function requestOf(
  setting: RoundSetting,
  round: number,
  { speaker, voice, intent, act, reply, position, change, suspicion, temper, news, movedBy }: CommentPlan,
  evidence: Evidence | null,
  violations: readonly Violation[],
  generationAttempt: number,
): GenerationRequest {
  const { world, loop, seed, board, template, spoken } = setting;
  const { community } = speaker;
  const { safety } = world.packs.rule.gate_policy;
  const { id: persona_id, name, archetype } = speaker;
  return {
    runId: setting.runId,
    round,
    isRepeated: setting.isRepeated(round),
    speaker: { persona_id, name, archetype_id: archetype?.id ?? null, manner: archetype?.style ?? null },
    community,
    board,
    seed,
    incident: setting.incident,
    voice: voice.profile,
    intent,
    act,
    position: shownPosition(position),
    change,
    suspicion: suspicion && { thing: suspicion.thing, who: suspicion.who },
    evidence,
    reply,
    mood: loop.memory[speaker.id]?.mood ?? 'none',
    meme: loop.meme.heat > 0 ? setting.catchphrase : null,
    notice: noticeInSight(setting, round),
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
    thread: () => setting.conversation,
    isTaken: (text) => spoken.has(text),
    objection: (text) => setting.objection(text),
    random: setting.random.stream(`round:${round}/persona:${speaker.id}/text:${generationAttempt}`),
    signal: setting.signal,
    noteCall: (call) => setting.noteCall({ round, persona_id, generation_attempt: generationAttempt }, call),
    ...(news.length > 0 && { news: news.map((posted) => newsFor(setting, posted, posted === movedBy)) }),
  };
}
