/** How a transcript looks, on screens, light and dark, and on A4 paper, where no post is broken. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d1b18; --faint: #5f5a52; --paper: #fdfcf9; --line: #d8d2c6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e9e5dc; --faint: #a8a196; --paper: #1b1a18; --line: #423e38; }
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.55 Georgia, "Noto Serif", serif; }
main { max-width: 42rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 0.5rem; }
h2 { font-size: 1.25rem; margin: 2.2rem 0 0.8rem; border-bottom: 1px solid var(--line); padding-bottom: 0.3rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0.5rem 0; }
header p, .received, .note { color: var(--faint); font-size: 0.9rem; }
.note { font-style: italic; }
.received { margin: 0; }
article { margin: 1.2rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
aside { margin: 1.2rem 0; padding: 0.1rem 1rem 0.3rem; border: 1px solid var(--line); }
aside h3 { margin-top: 0.5rem; }
@page { size: A4; margin: 20mm 18mm; }
@media print {
  :root { --ink: #000; --faint: #444; --paper: #fff; --line: #bbb; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  article, aside, .note { break-inside: avoid; }
  h1, h2, h3, .received { break-after: avoid; }
  p { orphans: 3; widows: 3; }
}
`;
