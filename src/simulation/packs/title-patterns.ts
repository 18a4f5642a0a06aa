import { memberOf } from './json-object.js';
import type { PackFault } from './pack-fault.js';
import { rawItems, type RawPacks } from './pack-kinds.js';

const SLOT = /\{(?:title|summary|board_id|zone_id)\}/g;

/** Title patterns that are blank, or hold a slot that nothing fills. */
export function titlePatternFaults(packs: RawPacks): PackFault[] {
  const templates = rawItems(packs, { pack: 'template', list: 'thread_templates' }) ?? [];
  return templates.flatMap(({ file, item, row }) => {
    const patterns = memberOf(row, 'title_patterns');
    if (!Array.isArray(patterns)) return [];
    return patterns.flatMap((pattern: unknown, index) => {
      const message = typeof pattern === 'string' ? wrongWith(pattern) : null;
      return message === null ? [] : { file, item, field: `title_patterns[${index}]`, message };
    });
  });
}

function wrongWith(pattern: string): string | null {
  if (pattern.trim() === '') return 'must not be blank';
  return /[{}]/.test(pattern.replaceAll(SLOT, ''))
    ? 'may hold no slots but {title}, {summary}, {board_id} and {zone_id}'
    : null;
}
