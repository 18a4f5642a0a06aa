import { readFile } from 'node:fs/promises';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/index.js';
import {
  APP_CONFIG,
  TokenFileError,
  readTokenFile,
  sharedTokenFault,
  tokensOfFile,
  type ApiToken,
  type AppConfig,
} from '../../config/index.js';
import { ApiTokens } from './api-tokens.js';

/** How often the file is looked at, in milliseconds. */
const LOOK_MS = 250;

/** The tokens that the environment, and the file that it names, know when the service starts. */
export function apiTokens({ API_TOKENS, API_TOKENS_FILE }: AppConfig, clock: Clock): ApiTokens {
  if (API_TOKENS_FILE === undefined) return new ApiTokens(API_TOKENS, clock);
  return new ApiTokens([...API_TOKENS, ...readTokenFile(API_TOKENS_FILE)], clock, true);
}

/**
 * Takes over what API_TOKENS_FILE says whenever that changes. A file that cannot be read, or has a fault, changes nothing:
 * the tokens read before stay. A text counts when two looks have found it, so that a file is not read half written.
 */
@Injectable()
export class TokenFileWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(TokenFileWatch.name);
  private readonly stopping = new AbortController();
  private readonly fixed: readonly ApiToken[];
  private readonly path: string | undefined;
  /** What the last look has found, and whether it was taken note of. */
  private seen: { readonly text: string; taken: boolean } = { text: '', taken: true };
  private complaint = '';

  constructor(
    private readonly tokens: ApiTokens,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(APP_CONFIG) { API_TOKENS, API_TOKENS_FILE }: AppConfig,
  ) {
    this.fixed = API_TOKENS;
    this.path = API_TOKENS_FILE;
  }

  onApplicationBootstrap(): void {
    if (this.tokens.areNeeded) void this.watch();
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort(new Error('The application ends.'));
  }

  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.path !== undefined) await this.look(this.path);
      this.tokens.expire();
      await this.clock.sleep(LOOK_MS, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }

  private async look(path: string): Promise<void> {
    try {
      const text = await readFile(path, 'utf8');
      if (text !== this.seen.text) this.seen = { text, taken: false };
      else if (!this.seen.taken) this.take(text);
    } catch (error) {
      this.complain(error);
    }
  }

  /** @throws TokenFileError */
  private take(text: string): void {
    this.seen.taken = true;
    const tokens = [...this.fixed, ...tokensOfFile(text)];
    const fault = sharedTokenFault(tokens);
    if (fault !== null) throw new TokenFileError(`${fault}, in itself or in API_TOKENS`);
    this.tokens.replace(tokens);
    this.complaint = '';
    this.logger.log({ msg: 'API_TOKENS_FILE was read', tokens: tokens.length });
  }

  /** Once for each fault. */
  private complain(error: unknown): void {
    const complaint = String(error);
    if (complaint === this.complaint) return;
    this.complaint = complaint;
    this.logger.error({ msg: 'API_TOKENS_FILE cannot be used: the tokens read before stay', err: error });
  }
}
