import { BoardPack } from './schema/board.pack.js';
import { CommunityPack } from './schema/community.pack.js';
import { EntityPack } from './schema/entity.pack.js';
import { PersonaPack } from './schema/persona.pack.js';
import { RulePack } from './schema/rule.pack.js';
import { TemplatePack } from './schema/template.pack.js';
import { WorldPack } from './schema/world.pack.js';

/** The seven packs of a world. */
export interface Packs {
  board: BoardPack;
  community: CommunityPack;
  rule: RulePack;
  entity: EntityPack;
  persona: PersonaPack;
  template: TemplatePack;
  world: WorldPack;
}

/** The file and the class of each pack, in the order in which they are read and fingerprinted. */
export const PACK_FILES: readonly {
  readonly pack: keyof Packs;
  readonly file: string;
  readonly type: new () => object;
}[] = [
  { pack: 'board', file: 'board_pack.json', type: BoardPack },
  { pack: 'community', file: 'community_pack.json', type: CommunityPack },
  { pack: 'rule', file: 'rule_pack.json', type: RulePack },
  { pack: 'entity', file: 'entity_pack.json', type: EntityPack },
  { pack: 'persona', file: 'persona_pack.json', type: PersonaPack },
  { pack: 'template', file: 'template_pack.json', type: TemplatePack },
  { pack: 'world', file: 'world_pack.json', type: WorldPack },
];

/** The file of a pack. */
export function fileOf(pack: keyof Packs): string {
  return PACK_FILES.find((known) => known.pack === pack)?.file ?? pack;
}
