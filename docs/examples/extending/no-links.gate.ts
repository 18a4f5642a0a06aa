import { CommentGate, type CommentGateHandler, type GatedComment, type Violation } from 'project-dream';

const LINK = /https?:\/\/\S+/g;

/** Keeps links out of the thread. */
@CommentGate({ name: 'no_links', withholds: true })
export class NoLinksGate implements CommentGateHandler {
  check({ text }: GatedComment): Violation[] {
    const found = text.match(LINK);
    if (!found) return [];
    return [{ rule_id: 'TEAM-01', code: 'LINK', message: 'The comment has a link.', severity: 'low', found }];
  }
}
