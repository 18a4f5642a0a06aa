const HOSTILE = /hostil|boycott|disown|rival|against|oppos|sue|feud/;
const FRIENDLY = /fund|all(y|ied)|friend|support|protect|trust|partner/;

/** How a kind of relation is coloured: packs name them freely. */
export function toneOf(type: string): 'bad' | 'good' | 'muted' {
  if (HOSTILE.test(type)) return 'bad';
  return FRIENDLY.test(type) ? 'good' : 'muted';
}
