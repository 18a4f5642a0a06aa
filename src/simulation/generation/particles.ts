const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const FINALS = 28;
/** The final ㄹ, after which 로 stands as after a vowel. */
const RIEUL = 8;

/** A value with the one of two particles that its last sound asks for: `은/는`, `을/를`, `으로/로`. */
export function withParticle(value: string, forms: string): string {
  const [closed = '', open = closed] = forms.split('/');
  const code = value.charCodeAt(value.search(/[\p{L}\p{N}][^\p{L}\p{N}]*$/u));
  if (!(code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE)) return value + open;
  const final = (code - FIRST_SYLLABLE) % FINALS;
  const isOpen = final === 0 || (final === RIEUL && open === '로');
  return value + (isOpen ? open : closed);
}
