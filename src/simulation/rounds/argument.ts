import type { HeldPosition, Position } from '../domain/position.js';
import type { LoopState, SpokenComment } from '../domain/thread-state.js';
import { REPLY_WINDOW } from '../generation/comment-plan.js';
import { firstPosition, persuaded } from '../generation/position.policy.js';
import { debtsAfter } from '../generation/reply.policy.js';
import type { Reply } from '../generation/text-generator.js';
import type { Speaker } from '../packs/world.js';
import type { RoundSetting } from './round-setting.js';

/** A persona's position before it speaks, and what the comments since have done to it. */
export interface Conviction {
  readonly position: HeldPosition;
  /** The comment that has just moved it; null when none has. */
  readonly because: SpokenComment | null;
  /** Whether a fact was weighed against it. */
  readonly tested: boolean;
}

/** Where a persona stands now: it weighs what others have said, and a change of mind leaves its row. */
export function convictionOf(setting: RoundSetting, round: number, speaker: Speaker): Conviction {
  const { loop, incident } = setting;
  const positions = (loop.positions ??= {});
  const held = positions[speaker.id] ?? beginning(setting, speaker);
  const random = setting.random.stream(`round:${round}/persona:${speaker.id}/position`);
  const { position, because, tested } = persuaded(speaker.id, held, loop.recent, incident, random);
  positions[speaker.id] = position;
  if (because) {
    setting.emit({
      type: 'position_change',
      round,
      persona_id: speaker.id,
      from: shownPosition(held),
      to: shownPosition(position),
      because: because.seq,
    });
  }
  return { position, because, tested };
}

function beginning(setting: RoundSetting, speaker: Speaker): HeldPosition {
  const leaning = setting.world.extensions.archetype_positions[speaker.archetype?.id ?? ''];
  const random = setting.random.stream(`persona:${speaker.id}/position`);
  return firstPosition(speaker, setting.seed, setting.incident, leaning, random);
}

/** A position as rows show it. */
export function shownPosition({ stance, reason, reason_id, about }: Position): Position {
  return { stance, reason, reason_id, about };
}

/** Whether a persona owes somebody an answer. */
export function owesAnswer({ debts = [] }: LoopState, personaId: string): boolean {
  return debts.some(({ to }) => to === personaId);
}

/** Lets the thread remember a comment: others may answer it, and owe it an answer. */
export function rememberComment(loop: LoopState, comment: SpokenComment, reply: Reply | null): void {
  loop.recent = [...loop.recent, comment].slice(-REPLY_WINDOW);
  loop.debts = debtsAfter(loop.debts ?? [], comment, reply);
}
