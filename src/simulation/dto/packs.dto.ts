import { IsString, Length } from 'class-validator';
import { WellFormed } from '../../common/index.js';
import { DEFAULT_PACKS } from '../simulation.options.js';
import type { World } from '../packs/world.js';
import { THRESHOLDS, THRESHOLD_SHIFT } from '../policy/transition.policy.js';
import { PACK_KINDS, itemsOf } from '../packs/pack-items.js';

/** A board, in brief. */
class BoardBriefDto {
  id: string;
  name: string;
}

/** A community, in brief. */
class CommunityBriefDto {
  id: string;
  name: string;
  board_id: string;
  zone_id: string;
}

/** Which world is meant. */
export class PacksQueryDto {
  /** The name of its packs. */
  @IsString()
  @Length(1, 32)
  @WellFormed()
  packs: string = DEFAULT_PACKS;
}

/** A world that a run may ask for. */
class NamedWorldDto {
  /**
   * What a run asks with.
   * @example "default"
   */
  packs: string;
  pack_fingerprint: string;
}

/** By how much the account of whoever speaks moves a threshold. */
class ThresholdShiftDto implements Record<keyof typeof THRESHOLD_SHIFT, number> {
  public: number;
  alias: number;
  mask: number;
}

/** Total reports of a thread from which on moderation acts. */
class ReportThresholdsDto {
  /** The preview is hidden. */
  hidden: number;
  /** The thread is locked. */
  locked: number;
  shift: ThresholdShiftDto;
}

/** The loaded world, in brief. */
export class PacksDto {
  /** SHA-256 over the packs. */
  pack_fingerprint: string;
  /** The boards that a seed can name. */
  boards: BoardBriefDto[];
  /** The communities, each on its board. */
  communities: CommunityBriefDto[];
  /** How many items there are of each kind. */
  counts: Record<string, number>;
  /** All worlds that a run may ask for: the service's own, and those that its operator has named. */
  worlds: NamedWorldDto[];
  report_thresholds: ReportThresholdsDto;

  static of(world: World, worlds: NamedWorldDto[]): PacksDto {
    return {
      pack_fingerprint: world.fingerprint,
      boards: [...world.boards.values()].map(({ id, name }) => ({ id, name })),
      communities: [...world.communities.values()].map(({ id, name, board_id, zone_id }) => ({
        id,
        name,
        board_id,
        zone_id,
      })),
      counts: Object.fromEntries(PACK_KINDS.map((kind) => [kind, itemsOf(world, kind).length])),
      worlds,
      report_thresholds: { ...THRESHOLDS, shift: THRESHOLD_SHIFT },
    };
  }
}
