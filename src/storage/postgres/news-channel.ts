import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Client, Pool } from 'pg';
import type { RunNews, RunNewsSource } from '../../runs/index.js';
import { codeOf } from './statements.js';

/** What one process tells the others: who it is, whether it has just come or answers one that has, and its news. */
interface Message {
  readonly from: string;
  readonly greeting?: 'hello' | 'here';
  readonly news: readonly (readonly [RunNews['kind'], string])[];
}

/** A notification has less than 8,000 bytes: so many, and a run's id more. */
const PAYLOAD_BYTES = 7_000;
/** Pause before a lost connection is made again, in milliseconds. */
const RETRY_MS = 250;

const logger = new Logger('PostgresNews');

/**
 * Tells what happens to runs between the processes that use a schema, by LISTEN and NOTIFY. It listens on a connection of its
 * own. NOTIFY is no part of the transactions that it tells of: it would make them wait for each other. While no other
 * process listens, nothing is sent.
 */
export class NewsChannel implements RunNewsSource {
  private readonly listeners = new Set<(news: RunNews) => void>();
  private readonly unsent = new Map<string, RunNews>();
  private readonly closing = new AbortController();
  private readonly listening: Promise<void>;
  private sending: Promise<void> | null = null;
  private client: Client | null = null;
  private hasOthers = false;

  /**
   * @param self tells this process from the others
   * @param channel an identifier
   * @param connect makes the connection that listens
   */
  constructor(
    private readonly self: string,
    private readonly pool: Pool,
    private readonly channel: string,
    private readonly connect: () => Promise<Client>,
  ) {
    this.listening = this.keepListening();
  }

  listen(listener: (news: RunNews) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells this process at once, and the others in a moment. */
  tell(news: RunNews): void {
    for (const listener of this.listeners) listener(news);
    if (this.client && !this.hasOthers) return;
    const { kind, runId } = news;
    const earlier = this.unsent.get(`${kind === 'cancel'} ${runId}`);
    this.unsent.set(`${kind === 'cancel'} ${runId}`, earlier?.kind === 'ended' ? earlier : news);
    this.sending ??= this.sendAll();
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The store is closed.'));
    await this.client?.end();
    await Promise.all([this.listening, this.sending]);
  }

  private async keepListening(): Promise<void> {
    for (let times = 0; !this.closing.signal.aborted; times++) {
      try {
        await this.listenOnce(times > 0);
      } catch (error) {
        logger.warn({ msg: 'News of other processes cannot be had', code: codeOf(error), err: error });
      }
      await delay(RETRY_MS, undefined, { signal: this.closing.signal }).catch(() => undefined); // it is closed
    }
  }

  /** Resolves when the connection has ended. */
  private async listenOnce(isAgain: boolean): Promise<void> {
    const client = await this.connect();
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    try {
      client.on('notification', ({ payload = '' }) => this.receive(payload));
      await client.query(`LISTEN ${this.channel}`);
      this.client = client;
      if (this.closing.signal.aborted) return;
      if (isAgain) this.hear({ kind: 'missed', runId: '' });
      await this.send([{ from: this.self, greeting: 'hello', news: [] }]);
      await ended;
    } finally {
      this.client = null;
      await client.end();
    }
  }

  private receive(payload: string): void {
    const message = messageIn(payload);
    if (!message || message.from === this.self) return;
    this.hasOthers = true;
    if (message.greeting === 'hello') void this.send([{ from: this.self, greeting: 'here', news: [] }]);
    for (const [kind, runId] of message.news) this.hear({ kind, runId });
  }

  private hear(news: RunNews): void {
    for (const listener of this.listeners) listener(news);
  }

  /** What is told while a statement is on its way goes with the next one. */
  private async sendAll(): Promise<void> {
    await Promise.resolve();
    while (this.unsent.size > 0) {
      const news = [...this.unsent.values()];
      this.unsent.clear();
      await this.send(messagesOf(this.self, news));
    }
    this.sending = null;
  }

  /** Others look at the store now and then: what cannot be sent only reaches them later. */
  private async send(messages: readonly Message[]): Promise<void> {
    const values = [this.channel, messages.map((message) => JSON.stringify(message))];
    try {
      await this.pool.query('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', values);
    } catch (error) {
      if (this.closing.signal.aborted) return;
      logger.warn({ msg: 'Other processes could not be told the news', code: codeOf(error), err: error });
    }
  }
}

/** As many messages as the news need. */
function messagesOf(from: string, news: readonly RunNews[]): Message[] {
  const messages: { from: string; news: [RunNews['kind'], string][] }[] = [];
  let room = 0;
  for (const { kind, runId } of news) {
    const bytes = Buffer.byteLength(JSON.stringify([kind, runId])) + 1;
    if (bytes > room) {
      messages.push({ from, news: [] });
      room = PAYLOAD_BYTES;
    }
    room -= bytes;
    messages.at(-1)?.news.push([kind, runId]);
  }
  return messages;
}

/** What was sent; null when it is nothing of ours. */
function messageIn(payload: string): Message | null {
  try {
    const message = JSON.parse(payload) as Message;
    return Array.isArray(message.news) ? message : null;
  } catch {
    return null; // anybody may send on a channel
  }
}
