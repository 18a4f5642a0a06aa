import { Text as RequiredText, Id, Nested, OptionalText, OptionalWhole, Rows, TextList } from './fields.js';

/** A kind of thread. */
export class ThreadTemplate {
  @Id() id: string;
  @RequiredText() name: string;
  @TextList() intended_boards: string[] = [];
  @OptionalText() default_comment_flow?: string;
  @TextList() crosspost_routes: string[] = [];
  @TextList() title_patterns: string[] = [];
  @TextList() trigger_tags: string[] = [];
  @TextList() taboos: string[] = [];
}

/** When a flow escalates; all that are given must hold. */
export class EscalationCondition {
  @OptionalWhole() reports_gte?: number;
  @OptionalWhole() round_gte?: number;
  @TextList() status_in: string[] = [];
}

class EscalationRule {
  @Nested(() => EscalationCondition) condition: EscalationCondition = new EscalationCondition();
  @Id() action_type: string;
  @Id() reason_rule_id: string;
}

/** How the comments of a thread unfold. */
export class CommentFlow {
  @Id() id: string;
  @RequiredText() name: string;
  @TextList() phases: string[] = [];
  @TextList() body_sections: string[] = [];
  @Rows(() => EscalationRule) escalation_rules: EscalationRule[] = [];
}

class EventCard {
  @Id() id: string;
  @RequiredText() name: string;
  @TextList() intended_boards: string[] = [];
  @TextList() trigger_tags: string[] = [];
  @OptionalText() summary?: string;
}

export class MemeSeed {
  @Id() id: string;
  @RequiredText() name: string;
  @TextList() intended_boards: string[] = [];
  @TextList() style_tags: string[] = [];
  @OptionalText() summary?: string;
}

export class TemplatePack {
  @OptionalText() version?: string;
  @Rows(() => ThreadTemplate) thread_templates: ThreadTemplate[];
  @Rows(() => CommentFlow) comment_flows: CommentFlow[];
  @Rows(() => EventCard) event_cards: EventCard[] = [];
  @Rows(() => MemeSeed) meme_seeds: MemeSeed[] = [];
}
