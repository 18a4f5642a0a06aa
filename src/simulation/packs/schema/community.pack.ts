import { Id, OptionalText, Rows, Text, TextList, TextOr } from './fields.js';

/** People who write on one board and see things alike. */
export class Community {
  @Id() id: string;
  @Text() name: string;
  @Id() board_id: string;
  @TextOr('A') zone_id: string = 'A';
  @TextList() identity: string[] = [];
  @TextList() biases: string[] = [];
  @TextList() preferred_evidence: string[] = [];
  @TextList() taboos: string[] = [];
}

export class CommunityPack {
  @OptionalText() version?: string;
  @Rows(() => Community) communities: Community[];
}
