import { once } from 'node:events';
import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import type { RunningApp } from './running-app.js';

/** A server-sent event; `id` is empty when it has none. */
export interface ReceivedEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

/** An event stream as a browser reads it. */
export class Subscription {
  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {}

  static async open(service: RunningApp, path: string, headers = {}): Promise<Subscription> {
    const request = get(`${await service.app.getUrl()}${path}`, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return new Subscription(request, response);
  }

  /** The events until the server closes the stream. */
  async *events(): AsyncIterable<ReceivedEvent> {
    let text = '';
    this.response.setEncoding('utf8');
    for await (const piece of this.response as AsyncIterable<string>) {
      const blocks = (text + piece).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) if (!block.startsWith(':')) yield parseEvent(block);
    }
  }

  /** Breaks the connection, as a network does. */
  kill(): void {
    this.request.destroy();
  }
}

function parseEvent(block: string): ReceivedEvent {
  const fields = block.split('\n').map((line) => {
    const colon = line.indexOf(': ');
    return [line.slice(0, colon), line.slice(colon + 2)] as const;
  });
  return { id: '', event: '', data: '', ...Object.fromEntries(fields) };
}

/** All events until the server closes the stream. */
export async function received(subscription: Subscription): Promise<ReceivedEvent[]> {
  const all: ReceivedEvent[] = [];
  for await (const event of subscription.events()) all.push(event);
  return all;
}
