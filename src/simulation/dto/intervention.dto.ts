import { applyDecorators } from '@nestjs/common';
import {
  IsIn,
  IsInt,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  type ValidationArguments,
} from 'class-validator';
import { WellFormed } from '../../common/index.js';
import {
  INTERVENTION_KINDS,
  MODERATOR_ACTIONS,
  type InterventionKind,
  type ModeratorAction,
} from '../domain/intervention.js';
import { EVIDENCE_GRADES, type EvidenceGrade } from '../packs/schema/world.pack.js';

const kindOf = (owner: object): InterventionKind => (owner as InterventionDto).kind;

/** A member of some kinds alone; `needed`: those cannot do without it. */
function OfKinds(kinds: readonly InterventionKind[], need: 'needed' | 'optional'): PropertyDecorator {
  return applyDecorators(
    ValidateIf(
      (owner: object, value) => value !== undefined || (need === 'needed' && kinds.includes(kindOf(owner))),
    ),
    ValidateBy({
      name: 'ofKinds',
      validator: {
        validate: (_, args) => args !== undefined && kinds.includes(kindOf(args.object)),
        defaultMessage: (args?: ValidationArguments) =>
          `${args?.property ?? 'it'} is a member of the kinds ${kinds.join(', ')} alone`,
      },
    }),
  );
}

/** Something that happens to the thread before the first comment of a round. */
export class InterventionDto {
  /**
   * The round that it precedes; one that the thread does not live to see never happens.
   * @example 2
   */
  @IsInt()
  @Min(1)
  @Max(1_000)
  round: number;

  /**
   * `reveal`: a hidden fact of the seed becomes known; `fact`: a new fact does; `statement`: a stakeholder says something;
   * `evidence_lost`: the evidence is gone; `moderate`: a moderator acts.
   * @example "reveal"
   */
  @IsIn(INTERVENTION_KINDS)
  kind: InterventionKind;

  /** Of `reveal`: the place in the seed's `hidden_facts`, from 0. */
  @OfKinds(['reveal'], 'needed')
  @IsInt()
  @Min(0)
  @Max(49)
  hidden_fact?: number;

  /** Of `fact` and `statement`: a sentence. Personal data and taboo words are blacked out. */
  @OfKinds(['fact', 'statement'], 'needed')
  @IsString()
  @WellFormed()
  @Matches(/[\p{L}\p{N}]/u, { message: 'text must say something' })
  @MaxLength(500)
  text?: string;

  /** Of `fact`: how good it is; that of the seed's evidence unless given. */
  @OfKinds(['fact'], 'optional')
  @IsIn(EVIDENCE_GRADES)
  evidence_grade?: EvidenceGrade;

  /** Of `statement`: who says it, as a noun phrase. */
  @OfKinds(['statement'], 'needed')
  @IsString()
  @WellFormed()
  @Matches(/\S/, { message: 'stakeholder must not be blank' })
  @MaxLength(500)
  stakeholder?: string;

  /** Of `moderate`: what the moderator does. */
  @OfKinds(['moderate'], 'needed')
  @IsIn(MODERATOR_ACTIONS)
  action?: ModeratorAction;
}
