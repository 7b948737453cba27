import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFrontServer } from './front-server.ts';

const open: Server[] = [];
const listening = async (server: Server): Promise<number> => {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};
afterAll(() => open.forEach((server) => (server.close(), server.closeAllConnections())));

/** Asks the dashboard's port, and gives the `X-Forwarded-For` that came to the gateway. */
async function arrived(headers: Record<string, string | string[]>): Promise<unknown> {
  const gateway = await listening(
    createServer(({ headers: received }, response) => response.end(JSON.stringify(received))),
  );
  const gatewayUrl = `http://127.0.0.1:${gateway}`;
  const port = await listening(
    createFrontServer({ gatewayUrl, replayerUrl: gatewayUrl }, async () => undefined),
  );
  const body = await new Promise<string>((resolve, reject) => {
    const outgoing = request({ port, host: '127.0.0.1', path: '/v1/streams', headers }, (answer) => {
      let text = '';
      answer.on('data', (bytes: Buffer) => (text += bytes.toString()));
      answer.on('end', () => resolve(text));
    });
    outgoing.on('error', reject).end();
  });
  return (JSON.parse(body) as Record<string, unknown>)['x-forwarded-for'];
}

test.each([
  ['without one', {}, '127.0.0.1'],
  ['of a proxy before', { 'x-forwarded-for': '192.0.2.7' }, '192.0.2.7, 127.0.0.1'],
  ['forged, and twice', { 'x-forwarded-for': ['10.0.0.1', '::1'] }, '10.0.0.1, ::1, 127.0.0.1'],
])(
  'the gateway is told the address of the client, after an X-Forwarded-For %s',
  async (_what, headers, expected) => {
    expect(await arrived(headers)).toBe(expected);
  },
);
