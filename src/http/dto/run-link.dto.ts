import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsOptionalNotNull } from '../../common/index.js';
import { SHARED_VIEWS, type SharedView } from '../links/run-links.js';

const MINUTE_S = 60;
const DAY_S = 86_400;

/** How a link is to be. */
export class MakeLinkDto {
  /** What it opens. */
  @IsOptionalNotNull()
  @IsIn(SHARED_VIEWS)
  what: SharedView = 'report';

  /** For how long, from now: a week unless given, 90 days at the most. */
  @IsOptionalNotNull()
  @IsInt()
  @Min(MINUTE_S)
  @Max(90 * DAY_S)
  expires_in_seconds: number = 7 * DAY_S;
}

/** A link that opens one view of a run without a token. */
export class RunLinkDto {
  run_id: string;
  /** What it opens. */
  what: SharedView;
  /**
   * The link. Below PUBLIC_URL where the service knows that, else a path.
   * @example "https://dream.example/runs/run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f/report?link=1796083200.c2lnbmF0dXJl"
   */
  url: string;
  /** ISO 8601, UTC: from then on it opens nothing. */
  expires_at: string;
}
