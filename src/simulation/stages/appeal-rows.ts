import type { SeededRandom } from '../../common/index.js';
import type { StageContext } from '../../orchestrator/index.js';
import { RULES } from '../domain/roles.js';
import type { SimulationInput } from '../domain/seed.js';
import type { LoopState, SimulationState } from '../domain/thread-state.js';
import type { World } from '../packs/world.js';
import type { AppealOutcome } from '../policy/appeal.policy.js';
import { moderationTexts, sayText, textSlots } from '../policy/moderation-text.policy.js';
import { leadingReason, type ReportReason } from '../policy/reaction.policy.js';

/** The thread whose case is heard. */
interface Hearing {
  readonly context: StageContext<SimulationInput, SimulationState>;
  readonly loop: LoopState;
  readonly world: World;
  readonly random: SeededRandom;
}

/** What the author of the thread says, and what a moderator answers; no row when nobody appeals. */
export function emitAppeal(hearing: Hearing, outcome: AppealOutcome): void {
  const { context, loop, world } = hearing;
  const { author } = loop;
  if (outcome === 'missing' || !author) return;
  const texts = moderationTexts(world.packs.rule);
  const rule = outcome === 'accepted' ? RULES.appealAccepted : RULES.appealRejected;
  const slots = slotsOf(hearing, rule);
  const random = hearing.random.stream('moderation/appeal/texts');
  context.emit({
    type: 'appeal',
    round: loop.round,
    persona_id: author.persona_id,
    persona_name: nameOf(world, author.persona_id),
    text: sayText(texts.appeals, slots, random),
    outcome,
    answer: sayText(texts.answers[outcome], slots, random),
  });
}

/** A moderator tells the thread that it is open again, by one step. */
export function emitRestoration(hearing: Hearing): void {
  const { context, loop, world, random } = hearing;
  const texts = moderationTexts(world.packs.rule);
  const slots = slotsOf(hearing, RULES.appealAccepted);
  const text = sayText(texts.notices.restore, slots, random.stream('moderation/restore/text'));
  const row = { reason: reasonOf(loop), reason_rule_id: RULES.appealAccepted };
  context.emit({ type: 'notice', round: loop.round, kind: 'restore', text, ...row });
}

function slotsOf({ context, loop, world, random }: Hearing, ruleId: string) {
  const name = nameOf(world, loop.author?.persona_id ?? '');
  return textSlots(world, context.input.seed, {
    reason: reasonOf(loop),
    ruleId,
    reports: loop.reports,
    name,
    random: random.stream('moderation/slots'),
  });
}

function reasonOf({ report_reasons = {}, grave_reason }: LoopState): ReportReason {
  return leadingReason(report_reasons) ?? grave_reason ?? 'hostile';
}

function nameOf(world: World, personaId: string): string {
  return world.speakers.get(personaId)?.name ?? personaId;
}
