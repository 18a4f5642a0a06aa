import { TEXT_SLOTS } from '../policy/moderation-text.policy.js';
import type { PackFault } from './pack-fault.js';
import { fileOf } from './pack-files.js';
import type { RulePack } from './schema/rule.pack.js';

/** Texts of moderation with a slot that nothing fills: they are never said. */
export function moderationSlotsNothingFills({ moderation }: RulePack): PackFault[] {
  return [...textsOf(moderation, 'moderation')].flatMap(({ path, text }) =>
    [...text.matchAll(/\{([^{}]*)\}/g)]
      .filter(([, slot]) => !TEXT_SLOTS.some((known) => known === slot))
      .map(([slot]) => ({
        file: fileOf('rule'),
        item: null,
        field: path,
        message: `is never said, because nothing fills ${slot}`,
      })),
  );
}

/** Every text, with its path. */
function* textsOf(value: unknown, path: string): Iterable<{ readonly path: string; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsOf(item, `${path}[${index}]`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* textsOf(item, `${path}.${key}`);
  }
}
