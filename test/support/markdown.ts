import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** A page in Markdown; its path is relative to the project's folder, with slashes. */
interface MarkdownPage {
  readonly path: string;
  /** The anchors of its headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
  /** Where its links lead to, without those to other sites. */
  readonly links: readonly MarkdownLink[];
}

/** A link to a file or folder of this project. */
interface MarkdownLink {
  /** As it is written. */
  readonly href: string;
  /** Relative to the project's folder. */
  readonly path: string;
  readonly anchor: string | null;
}

const FENCE = /^ *(```+|~~~+)[^\n]*\n[\s\S]*?^ *\1 *$/gm;
const CODE_SPAN = /`[^`\n]+`/g;
const LINK = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;
const HEADING = /^#{1,6} +(.+?) *#*$/gm;
const OTHER_SITE = /^[a-z][a-z0-9+.-]*:|^\/\//i;

/** Reads a page: its headings and its links, but for what stands in code. */
export function parseMarkdown(path: string, source: string): MarkdownPage {
  const text = source.replaceAll(FENCE, '');
  const hrefs = [...text.replaceAll(CODE_SPAN, 'code').matchAll(LINK)].map(([, a, b]) => a ?? b ?? '');
  const links = hrefs.filter((href) => !OTHER_SITE.test(href)).map((href) => linkFrom(path, href));
  return { path, anchors: anchorsOf(text), links };
}

/** What is wrong with a page's links: `page -> link: reason`. */
export function brokenLinks(page: MarkdownPage, root: string): string[] {
  return page.links.flatMap((link) => {
    const fault = faultOf(link, root);
    return fault ? [`${page.path} -> ${link.href}: ${fault}`] : [];
  });
}

function faultOf({ path, anchor }: MarkdownLink, root: string): string | null {
  if (path.startsWith('..')) return 'is outside of the project';
  if (!existsSync(posix.join(root, path))) return 'there is no such file';
  if (anchor === null || !path.endsWith('.md')) return null;
  const { anchors } = parseMarkdown(path, readFileSync(posix.join(root, path), 'utf8'));
  return anchors.has(anchor) ? null : 'there is no such heading';
}

function linkFrom(page: string, href: string): MarkdownLink {
  const [file = '', anchor = null] = href.split('#');
  const path = file === '' ? page : posix.join(posix.dirname(page), decodeURI(file));
  return { href, path, anchor };
}

function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of text.matchAll(HEADING)) {
    const slug = slugOf(heading);
    let anchor = slug;
    for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** GitHub's rule: lower case, no punctuation but dashes and underscores, a dash for each space. */
function slugOf(heading: string): string {
  const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
}
