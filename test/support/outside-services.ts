import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a service outside answers. */
export interface OutsideAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request that a service outside got. */
export interface OutsideRequest {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** An HTTP server in the place of services that a team's code calls. */
export interface OutsideServices {
  readonly url: string;
  /** The requests so far, oldest first. */
  readonly requests: OutsideRequest[];
  stop(): Promise<void>;
}

/** Starts a server that answers JSON requests as `answer` says. */
export async function startOutsideServices(
  answer: (request: OutsideRequest) => OutsideAnswer,
): Promise<OutsideServices> {
  const requests: OutsideRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void text(incoming).then((sent) => {
      const body = JSON.parse(sent) as OutsideRequest['body'];
      const request = { path: incoming.url ?? '', headers: incoming.headers, body };
      requests.push(request);
      const { status = 200, headers = {}, body: answered = '' } = answer(request);
      outgoing.writeHead(status, headers).end(answered);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
