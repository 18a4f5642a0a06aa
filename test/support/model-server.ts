import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventEmitter, once } from 'node:events';

/** A request as the server has received it. */
export interface ReceivedCall {
  /** Which request it was; 0 is the first. */
  readonly number: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: ChatRequest;
  /** The last message, which is one JSON document. */
  readonly data: CommentData;
  /** When it came, in milliseconds of `performance.now`. */
  readonly at: number;
  /** Resolves with the time at which the caller hung up before it was answered; never when it was answered. */
  readonly hungUp: Promise<number>;
}

/** A request of the chat completions protocol, as far as tests look at it. */
interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly [member: string]: unknown;
}

/** The document of a prompt, as far as answers need it. */
export interface CommentData {
  readonly speaker: { readonly name: string };
  readonly position: { readonly stance: string; readonly reason: string };
  readonly evidence: readonly { readonly id: string; readonly text: string }[];
  readonly must_cite: string | null;
  readonly refused: readonly { readonly code: string }[];
  readonly thread: readonly { readonly name: string; readonly text: string }[];
  readonly [member: string]: unknown;
}

/** How a call is answered. */
export type Reply =
  | {
      readonly kind: 'answer';
      readonly content?: string;
      readonly finish?: string;
      readonly delayMs?: number;
      /** Whether it says what it took; true unless given. */
      readonly isCounted?: boolean;
    }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  | { readonly kind: 'cut_off' }
  | { readonly kind: 'no_protocol' }
  | { readonly kind: 'never' };

/** Answers calls as a test wants; with comments unless told otherwise. */
export class ModelServer {
  readonly calls: ReceivedCall[] = [];
  /** Decides how a call is answered. */
  reply: (call: ReceivedCall) => Reply = () => ({ kind: 'answer' });
  /** Calls under way now, and the most that ever were. */
  active = 0;
  most = 0;
  private readonly news = new EventEmitter();
  private readonly server = createServer((request, response) => void this.take(request, response));

  /** Starts a server on a port of its own. */
  static async start(): Promise<ModelServer> {
    const server = new ModelServer();
    server.server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    return server;
  }

  /** What leads the service to it. */
  get env(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      TEXT_GENERATOR: 'model',
      MODEL_BASE_URL: `http://127.0.0.1:${port}/v1`,
      MODEL_NAME: 'test-model',
      MODEL_API_KEY: 'sk-secret-of-the-tests',
    };
  }

  /** Resolves when so many calls have come. */
  async received(count: number): Promise<void> {
    while (this.calls.length < count) await once(this.news, 'call');
  }

  /** Forgets the calls so far. */
  forget(): void {
    this.calls.length = 0;
    this.most = this.active;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.active += 1;
    this.most = Math.max(this.most, this.active);
    response.on('close', () => (this.active -= 1));
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const body = JSON.parse(Buffer.concat(pieces).toString()) as ChatRequest;
    const call: ReceivedCall = {
      number: this.calls.length,
      headers: request.headers,
      body,
      data: JSON.parse(body.messages.at(-1)?.content ?? '') as CommentData,
      at: performance.now(),
      hungUp: once(response, 'close').then(() => performance.now()),
    };
    this.calls.push(call);
    this.news.emit('call');
    this.answer(response, body.model, this.reply(call), call.data);
  }

  private answer(response: ServerResponse, model: string, reply: Reply, data: CommentData): void {
    if (reply.kind === 'never') return;
    if (reply.kind === 'status') {
      response.writeHead(reply.status, { 'Content-Type': 'application/json', ...reply.headers });
      response.end('{"error":{"message":"the key sk-secret-of-the-tests is wrong"}}');
      return;
    }
    if (reply.kind === 'no_protocol') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>hello</html>');
      return;
    }
    const content = reply.kind === 'answer' ? (reply.content ?? commentFor(data)) : '{}';
    const text = completionOf(model, content, reply.kind === 'answer' ? reply : {});
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
    });
    if (reply.kind === 'cut_off') {
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return;
    }
    const send = () => response.end(text);
    if (reply.delayMs) setTimeout(send, reply.delayMs);
    else send();
  }
}

/** What every answer of the server is said to have cost. */
export const TOKENS = { input: 700, output: 60 } as const;

function completionOf(
  model: string,
  content: string,
  { finish: finish_reason = 'stop', isCounted = true }: { finish?: string; isCounted?: boolean },
): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    choices: [{ index: 0, finish_reason, message: { role: 'assistant', content } }],
    ...(isCounted && {
      usage: {
        prompt_tokens: TOKENS.input,
        completion_tokens: TOKENS.output,
        total_tokens: TOKENS.input + TOKENS.output,
      },
    }),
  });
}

/** A comment that fits the prompt, other for each prompt, and the same for equal ones. */
export function commentFor(data: CommentData): string {
  const digest = createHash('sha256').update(JSON.stringify(data)).digest();
  const words = Array.from({ length: 10 }, (_, place) => wordOf(digest.subarray(place * 3, place * 3 + 3)));
  return JSON.stringify({
    text: `Perhaps ${words.join(' ')}, I would ask.`,
    claim: `Somebody should look at ${words.slice(0, 3).join(' ')}.`,
    stance: data.position.stance,
    evidence_ids: data.must_cite === null ? data.evidence.slice(0, 1).map(({ id }) => id) : [data.must_cite],
  });
}

/** A word that can be spoken. */
function wordOf(bytes: Uint8Array): string {
  const consonants = 'bdfgklmnprstvz';
  const vowels = 'aeiou';
  return [...bytes].map((byte) => `${consonants[byte % 14]}${vowels[(byte >> 4) % 5]}`).join('');
}
