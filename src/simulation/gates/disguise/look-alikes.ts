/**
 * Characters that look like a Latin letter, by that letter: those of Unicode's confusables (UTS #39) in Latin, Greek,
 * Cyrillic, Armenian, Cherokee, Coptic and Lisu that no decomposition turns into it, and small capitals.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  a: 'ɐɑΑΔΛαλАДадᎪᗅᗩᴀẚ⍺ꓮ',
  b: 'ƀƂƃƄɓʙΒБВЬвьѢѣҌҍᏏᏴᑲᑳᖯᗷꓐꞴ',
  c: '¢ȼɔСсҪҫᏟᴄ₡Ⲥⲥꓚꮯ',
  d: 'ÐĐđƉƌɖɗԀԁᎠᏧᑯᗞᗪᴅ₫ꓒꓓ',
  e: 'ǝɆɇəɛΕεЄЕЗЭеэєҽҿᎬᴇ℮ꓰꬲ',
  f: 'ƑƒϜғքᖴᵮẝꓝꜰꞘꞙꬵ𝈓',
  g: 'ƍǤǥɠɡɢԌցᏀᏳᶃꓖ',
  h: 'ĦħɦʜΗНнђћҢңҥһӇӉհᎻᏂᏲᕼⱧⲎꓧꚕ',
  i: 'ıɨɩɪΙιІіӀӏᎥᵻᵼ⍳ꙇꭵ',
  j: 'ɈɉͿϳЈјᎫᒍᴊꓙꞲ',
  k: 'ƙΚκКкҚҝҞᏦᴋ₭ⱩⲔꓗꝀ',
  l: 'ŁłƖɩƗƚǀɫɭʟΙІіӀӏᏞᒪ∣ⲒⳐꓡꓲ𝈪',
  m: 'ʍΜϺМмӍᎷᗰᴍⲘꓟ',
  n: 'ƝƞɳɴΝηИипոռᵰⲚꓠ',
  o: 'ØøƟɵΘΟθοσωОофѲѳӨөՕօᎾᏫᴏᴑⲞⲟꓳꝊꝋꬽꬾꭴꮎꮻ𝈚',
  p: 'ƥΡρРрᏢᑭᴘᵽⲢⲣꓑ',
  q: 'ʠԛգզ',
  r: 'ƦɍɼɽʀЯгяғᎡᏒᖇᴦᵲⲅꓣꭇꭈꮁ𝈖',
  s: 'ƽʂЅѕՏᏕᏚᵴꓢꜱꮪ',
  t: 'ŦŧƭƮȾΤτТтҬᎢᴛᵵ₮Ⲧꓔ',
  u: 'ɄʋμυцՍսᏌᑌᴜᵾ∪ꓴꞟꭎꭒꮜ',
  v: 'νυѴѵᏙᐯᴠ∨ꓦꮩ𝈍',
  w: 'ɯωшщѡѽԜԝաᎳᏔᴡ₩ꓪꝡꮃ',
  x: '×ΧχХжхҲᕁᕽ᙭᙮ⲬꓫꞳ',
  y: '¥ƴɎɏɣʏΥγУучҮүҰұᎩᎽᶌỿⲨꓬꭚ',
  z: 'ƵƶȤȥʐʒΖᏃᴢᵶꓜꮓ𐋵',
};

/** Digits that are written for letters. */
const DIGITS: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'li',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  8: 'b',
  9: 'g',
};

/** Signs that are written for letters. */
const SIGNS: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'il',
  '|': 'li',
  '€': 'e',
  '£': 'l',
  '+': 't',
};

const LETTERS_OF = new Map<string, string>();
for (const [letter, characters] of Object.entries(LOOK_ALIKES)) {
  for (const character of characters) {
    LETTERS_OF.set(character, `${LETTERS_OF.get(character) ?? ''}${letter}`);
  }
}
for (const [digit, letters] of Object.entries(DIGITS)) LETTERS_OF.set(digit, letters);
LETTERS_OF.set('I', 'l');

/** The Latin letters that a character looks like, in lower case; none for a lower-case Latin letter of its own. */
export function lettersLike(character: string): string {
  return LETTERS_OF.get(character) ?? '';
}

/** The letters that a sign is written for; none for most. */
export function lettersOfSign(sign: string): string {
  return SIGNS[sign] ?? '';
}

/** A group of characters that may stand for each other, each by the least of them: classes are coarse. */
const PARENT = new Map<string, string>();

function rootOf(character: string): string {
  let root = character;
  for (let parent = PARENT.get(root); parent !== undefined; parent = PARENT.get(root)) root = parent;
  return root;
}

for (const [character, letters] of [...LETTERS_OF, ...Object.entries(SIGNS)]) {
  for (const letter of letters) {
    const [a, b] = [rootOf(character.toLowerCase()), rootOf(letter)];
    if (a !== b) PARENT.set(a, b);
  }
}

/** A number that is the same for all characters that may stand for a character; others may share it. */
export function classOf(character: string): number {
  return (rootOf(character).codePointAt(0) ?? 0) & 0xff_ff;
}
