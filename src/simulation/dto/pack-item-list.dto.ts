import { ApiProperty } from '@nestjs/swagger';
import type { ItemBrief } from '../packs/item-briefs.js';
import { PACK_KINDS, type PackKind } from '../packs/pack-items.js';

/** An item of the world, in brief. */
class ItemBriefDto implements ItemBrief {
  id: string;
  /** A persona's is that of its character; the id of whatever has no name. */
  name: string;
  /** A sentence or some words about it; null when its pack has none. */
  summary: string | null;
  /** A rule's category, a persona's archetype, a board's emotion; null where there is none. */
  category: string | null;
  /** The boards that it belongs to, or is meant for. */
  board_ids: string[];
  /** Of a persona or character: its community; null when it has none. */
  community_id: string | null;
}

/** The items of one kind. */
export class PackItemListDto {
  @ApiProperty({ enum: PACK_KINDS })
  kind: PackKind;
  /** SHA-256 over the packs. */
  pack_fingerprint: string;
  count: number;
  items: ItemBriefDto[];
}
