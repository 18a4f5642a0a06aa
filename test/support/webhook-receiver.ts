import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A webhook as it came in. */
export interface ReceivedWebhook {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** How an endpoint answers: a status, and headers. */
type WebhookAnswer = readonly [status: number, headers?: Record<string, string>];

/** An endpoint that takes webhooks, and answers as it is told to; 200 from then on. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  connections = 0;

  private constructor(private readonly server: Server) {}

  static async open(answers: WebhookAnswer[] = [], port = 0): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('connection', () => (receiver.connections += 1));
    server.on('request', (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        receiver.received.push({ headers: request.headers, body });
        response.writeHead(...(answers.shift() ?? [200])).end('x'.repeat(1_000));
      });
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
