import { describe, expect, it } from '@jest/globals';
import type {
  Archetype,
  RegisterProfile,
  RegisterSwitchRule,
  SwitchConditions,
} from '../packs/schema/persona.pack.js';
import type { Speaker, World } from '../packs/world.js';
import { voiceOf, type VoiceSituation } from './voice.policy.js';

const NO_CONDITIONS = {
  archetype_ids: [],
  dial_axis_in: [],
  meme_phase_in: [],
  status_in: [],
};
const SITUATION: VoiceSituation = {
  axis: 'E',
  memePhase: 'backflow',
  status: 'hidden',
  reports: 12,
  hoursLeft: 18,
  round: 4,
};
const ARCHETYPE: Archetype = { id: 'AR-1', default_register_profile_id: 'own' };

function speaker(archetype: Archetype | null): Speaker {
  return { archetype } as Speaker;
}

function rule(id: string, profile: string, conditions: Partial<SwitchConditions>): RegisterSwitchRule {
  return { id, priority: 1, apply_profile_id: profile, conditions: { ...NO_CONDITIONS, ...conditions } };
}

/** The profile and the rule that a persona speaks by, in a world with these switch rules. */
function voice(switchRules: RegisterSwitchRule[], archetype: Archetype | null = ARCHETYPE) {
  const known = ['own', 'sharp', 'calm'].map((id): [string, RegisterProfile] => {
    return [id, { id, endings: [], frequent_words: [], taboo_words: [] }];
  });
  const world: Pick<World, 'switchRules' | 'profiles'> = { switchRules, profiles: new Map(known) };
  const { profile, rule_id } = voiceOf(world as World, speaker(archetype), SITUATION);
  return [profile?.id ?? null, rule_id];
}

describe('the voice of a persona', () => {
  it('is that of its archetype where no rule says otherwise', () => {
    expect(voice([])).toEqual(['own', null]);
    expect(voice([rule('SW-1', 'sharp', { round_gte: 5 })])).toEqual(['own', null]);
  });

  it('is that of the first rule whose conditions all hold', () => {
    const rules = [
      rule('SW-1', 'sharp', { reports_gte: 13 }),
      rule('SW-2', 'calm', { reports_gte: 12, status_in: ['hidden'] }),
      rule('SW-3', 'sharp', {}),
    ];
    expect(voice(rules)).toEqual(['calm', 'SW-2']);
  });

  it('is none for a persona without archetype, unless a rule is for everybody', () => {
    expect(voice([], null)).toEqual([null, null]);
    expect(voice([rule('SW-1', 'sharp', { archetype_ids: ['AR-1'] })], null)).toEqual([null, null]);
    expect(voice([rule('SW-1', 'sharp', {})], null)).toEqual(['sharp', 'SW-1']);
  });

  it.each<[Partial<SwitchConditions>, boolean]>([
    [{ archetype_ids: ['AR-9', 'AR-1'] }, true],
    [{ archetype_ids: ['AR-9'] }, false],
    [{ dial_axis_in: ['E'] }, true],
    [{ dial_axis_in: ['U', 'M'] }, false],
    [{ meme_phase_in: ['backflow'] }, true],
    [{ meme_phase_in: ['none'] }, false],
    [{ status_in: ['hidden'] }, true],
    [{ status_in: ['visible'] }, false],
    [{ reports_gte: 12 }, true],
    [{ reports_gte: 13 }, false],
    [{ evidence_hours_lte: 18 }, true],
    [{ evidence_hours_lte: 17 }, false],
    [{ evidence_hours_lte: 0 }, false],
    [{ round_gte: 4 }, true],
    [{ round_gte: 5 }, false],
    [{ status_in: ['hidden'], reports_gte: 12, round_gte: 5 }, false],
    [{ status_in: ['hidden'], reports_gte: 12, round_gte: 4 }, true],
  ])('switches on %j: %p', (conditions, switches) => {
    expect(voice([rule('SW-1', 'sharp', conditions)])).toEqual(switches ? ['sharp', 'SW-1'] : ['own', null]);
  });
});
