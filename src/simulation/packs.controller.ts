import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrorResponses } from '../common/index.js';
import { PacksDto, PacksQueryDto } from './dto/packs.dto.js';
import { PackItemListDto } from './dto/pack-item-list.dto.js';
import { WorldRelationsDto } from './dto/world-relations.dto.js';
import { briefsOf } from './packs/item-briefs.js';
import { findItem, findKind, type PackItem } from './packs/pack-items.js';
import { WorldStore } from './packs/world.store.js';
import { PackItemNotFoundError } from './simulation.errors.js';

@ApiTags('world and pipelines')
@ApiProduces('application/json')
@Controller('packs')
export class PacksController {
  constructor(private readonly worlds: WorldStore) {}

  /**
   * Read which world is loaded
   * @remarks Its boards, its communities, how much there is of the rest, and which other worlds a run may ask for.
   */
  @Get()
  @ApiErrorResponses('SIM_UNKNOWN_PACKS')
  @ApiOperation({ operationId: 'readPacks' })
  get(@Query() { packs }: PacksQueryDto): PacksDto {
    const worlds = this.worlds.names.map((name) => ({
      packs: name,
      pack_fingerprint: this.worlds.named(name).fingerprint,
    }));
    return PacksDto.of(this.worlds.named(packs), worlds);
  }

  /**
   * Read how the entities of the world relate to each other
   * @remarks What its canon says of organizations, people, places and things: nodes and edges of a graph.
   */
  @Get('relations')
  @ApiErrorResponses('SIM_UNKNOWN_PACKS')
  @ApiOperation({ operationId: 'readWorldRelations' })
  relations(@Query() { packs }: PacksQueryDto): WorldRelationsDto {
    return WorldRelationsDto.of(this.worlds.named(packs));
  }

  /**
   * List the items of one kind, in brief
   * @remarks All of them, in the order of their pack. Kinds: those of GET /packs/{kind}/{item_id}.
   */
  @Get(':kind')
  @ApiErrorResponses('PACK_ITEM_NOT_FOUND', 'SIM_UNKNOWN_PACKS')
  @ApiOperation({ operationId: 'listPackItems' })
  items(@Param('kind') name: string, @Query() { packs }: PacksQueryDto): PackItemListDto {
    const world = this.worlds.named(packs);
    const kind = findKind(name);
    if (!kind) throw new PackItemNotFoundError();
    const items = briefsOf(world, kind);
    return { kind, pack_fingerprint: world.fingerprint, count: items.length, items };
  }

  /**
   * Read one item of the world
   * @remarks Kinds: board, community, rule, organization, character, persona, thread_template,
   * comment_flow, event_card, meme_seed.
   */
  @Get(':kind/:item_id')
  @ApiOperation({ operationId: 'readPackItem' })
  @ApiErrorResponses('PACK_ITEM_NOT_FOUND', 'SIM_UNKNOWN_PACKS')
  @ApiOkResponse({
    schema: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: true },
  })
  item(
    @Param('kind') kind: string,
    @Param('item_id') itemId: string,
    @Query() { packs }: PacksQueryDto,
  ): PackItem {
    const item = findItem(this.worlds.named(packs), kind, itemId);
    if (!item) throw new PackItemNotFoundError();
    return item;
  }
}
