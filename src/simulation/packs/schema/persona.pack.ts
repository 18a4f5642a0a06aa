import { IsInt } from 'class-validator';
import { Id, Nested, OptionalText, OptionalWhole, Rows, TextList } from './fields.js';

/** How a character appears on the boards. */
export class Persona {
  @Id() id: string;
  @OptionalText() char_id?: string;
  @OptionalText() archetype_id?: string;
  @OptionalText() main_com?: string;
}

/** A manner of taking part. */
export class Archetype {
  @Id() id: string;
  @OptionalText() name?: string;
  @OptionalText() style?: string;
  @OptionalText() default_register_profile_id?: string;
}

/** A voice. */
export class RegisterProfile {
  @Id() id: string;
  /** `short`, `medium` or `long`; anything else counts as medium. */
  @OptionalText() sentence_length?: string;
  @TextList() endings: string[] = [];
  @TextList() frequent_words: string[] = [];
  @TextList() taboo_words: string[] = [];
}

/** All that are given must hold. */
export class SwitchConditions {
  @TextList() archetype_ids: string[] = [];
  @TextList() dial_axis_in: string[] = [];
  @TextList() meme_phase_in: string[] = [];
  @TextList() status_in: string[] = [];
  @OptionalWhole() reports_gte?: number;
  @OptionalWhole() evidence_hours_lte?: number;
  @OptionalWhole() round_gte?: number;
}

/** When a persona leaves its own voice for another. */
export class RegisterSwitchRule {
  @Id() id: string;
  /** The smallest goes first. */
  @IsInt() priority: number = 100;
  @Id() apply_profile_id: string;
  @Nested(() => SwitchConditions) conditions: SwitchConditions = new SwitchConditions();
}

export class PersonaPack {
  @OptionalText() version?: string;
  @Rows(() => Persona) personas: Persona[];
  @Rows(() => Archetype) archetypes: Archetype[];
  @Rows(() => RegisterProfile) register_profiles: RegisterProfile[] = [];
  @Rows(() => RegisterSwitchRule) register_switch_rules: RegisterSwitchRule[] = [];
}
