import type { DialAxis } from '../domain/seed.js';
import type { ThreadStatus } from '../domain/thread-state.js';
import type { RegisterProfile, SwitchConditions } from '../packs/schema/persona.pack.js';
import type { Speaker, World } from '../packs/world.js';

/** What decides about a persona's voice. */
export interface VoiceSituation {
  readonly axis: DialAxis;
  readonly memePhase: string;
  readonly status: ThreadStatus;
  readonly reports: number;
  readonly hoursLeft: number;
  readonly round: number;
}

/** The voice that a persona speaks in, and the switch rule that chose it, if one did. */
export interface Voice {
  readonly profile: RegisterProfile | null;
  readonly rule_id: string | null;
}

/** The first switch rule by priority whose conditions all hold; else the archetype's own voice. */
export function voiceOf(world: World, { archetype }: Speaker, situation: VoiceSituation): Voice {
  const rule = world.switchRules.find(({ conditions }) => holds(conditions, archetype?.id, situation));
  const profileId = rule?.apply_profile_id ?? archetype?.default_register_profile_id ?? '';
  return { profile: world.profiles.get(profileId) ?? null, rule_id: rule?.id ?? null };
}

function holds(conditions: SwitchConditions, archetypeId: string | undefined, now: VoiceSituation): boolean {
  const { archetype_ids, dial_axis_in, meme_phase_in, status_in } = conditions;
  const { reports_gte = 0, evidence_hours_lte = Infinity, round_gte = 0 } = conditions;
  return (
    isIn(archetype_ids, archetypeId ?? '') &&
    isIn(dial_axis_in, now.axis) &&
    isIn(meme_phase_in, now.memePhase) &&
    isIn(status_in, now.status) &&
    now.reports >= reports_gte &&
    now.hoursLeft <= evidence_hours_lte &&
    now.round >= round_gte
  );
}

/** An empty list asks for nothing. */
function isIn(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value);
}
