import { gzipSync } from 'node:zlib';
import { BrokerUnavailable, QueueFull } from '@weir/kafka';
import { testGateway, transaction } from './gateway.test-support.ts';

type Gateway = Awaited<ReturnType<typeof testGateway>>;

let gateway: Gateway;
beforeEach(async () => {
  gateway = await testGateway();
});
afterEach(() => gateway.app.close());

const events = '/v1/events/transactions';
const line = (changes: Record<string, unknown> = {}) => JSON.stringify(transaction(changes));

describe('what is accepted', () => {
  test('an object: 202, encoded in wire format, keyed by its key field', async () => {
    const response = await gateway.postJson(
      events,
      transaction({ amount: '12.50', product: 'Schlüssel 🔑' }),
    );
    expect(response.statusCode).toBe(202);
    expect(response.json()).toEqual({ accepted: 1, rejected: 0 });
    const [stored] = gateway.sink.stored;
    expect(stored?.topic).toBe('transactions');
    expect(String(stored?.key)).toBe('user-3');
    expect(stored?.value.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 0, 7]));
    expect(stored?.headers).toBeUndefined();
    expect(gateway.sink.transactions()[0]).toMatchObject({
      amount: 125_000n,
      currency: 'EUR',
      product: 'Schlüssel 🔑',
    });
  });

  test('an array, an alias, a trailing slash, a charset', async () => {
    const body = [transaction({ transaction_id: 'a' }), transaction({ transaction_id: 'b' })];
    expect((await gateway.postJson('/transactions', body)).json()).toEqual({ accepted: 2, rejected: 0 });
    const again = await gateway.post(`${events}/`, line(), 'application/json; charset=UTF-8');
    expect(again.statusCode).toBe(202);
    expect(gateway.sink.transactions().map((one) => one.transaction_id)).toEqual(['a', 'b', 't-1']);
  });

  test('an array of many is read in slices and kept in order', async () => {
    const body = Array.from({ length: 3_500 }, (_, i) => transaction({ transaction_id: `t${i}` }));
    expect((await gateway.postJson(events, body)).json()).toEqual({ accepted: 3_500, rejected: 0 });
    expect(gateway.sink.transactions().map((one) => one.transaction_id)).toEqual(
      body.map((one) => one.transaction_id),
    );
  });

  test('NDJSON: blank lines, CRLF, a byte order mark, no line feed at the end', async () => {
    const body = `\uFEFF${line({ transaction_id: 'a' })}\r\n\r\n  \n${line({ transaction_id: 'b' })}\n\n${line({ transaction_id: 'c' })}`;
    const response = await gateway.post(events, body, 'application/x-ndjson');
    expect(response.json()).toEqual({ accepted: 3, rejected: 0 });
    expect(gateway.sink.transactions().map((one) => one.transaction_id)).toEqual(['a', 'b', 'c']);
  });

  test('gzip, of JSON and of NDJSON', async () => {
    const gzip = { 'content-encoding': 'gzip' };
    const json = await gateway.post(events, gzipSync(line()), 'application/json', gzip);
    expect(json.json()).toEqual({ accepted: 1, rejected: 0 });
    const lines = await gateway.post(
      events,
      gzipSync(`${line()}\n${line()}\n`),
      'application/x-ndjson',
      gzip,
    );
    expect(lines.json()).toEqual({ accepted: 2, rejected: 0 });
  });

  test('frames keep fields that the schema does not know, __proto__ included', async () => {
    const body = '{"ts":1769860800,"uid":"ab","__proto__":{"polluted":1},"constructor":2,"nested":{"uid":5}}';
    const response = await gateway.postJson('/frames', body);
    expect(response.statusCode).toBe(202);
    const [frame] = gateway.sink.frames();
    expect(frame).toMatchObject({ ts: 1_769_860_800_000, uid: 'ab' });
    expect(frame?.payload).toBe('{"__proto__":{"polluted":1},"constructor":2,"nested":{"uid":5}}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('fields that the schema does not know are kept as they were written, however they are sent', async () => {
    const { postJson, postLines, sink } = await testGateway();
    const rest = '"big":9007199254740993, "k":1,"k":2,"text":"\\u00e9\\/"';
    const frame = `{"ts":1769860800,${rest},"uid":"a"}`;
    expect((await postJson('/frames', frame)).json()).toMatchObject({ accepted: 1 });
    expect((await postJson('/frames', `[ ${frame} , 7 ]`)).json()).toMatchObject({
      accepted: 1,
      rejected: 1,
    });
    expect((await postLines('/frames', [frame, '{'])).json()).toMatchObject({ accepted: 1, rejected: 1 });
    expect(sink.frames().map(({ payload }) => payload)).toEqual([`{${rest}}`, `{${rest}}`, `{${rest}}`]);
  });

  test('a traceparent goes along, a malformed one does not', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await gateway.postJson(events, transaction(), { traceparent });
    await gateway.postJson(events, transaction(), { traceparent: 'x'.repeat(500) });
    expect(gateway.sink.stored.map(({ headers }) => headers)).toEqual([{ traceparent }, undefined]);
  });
});

describe('warnings of events that no window counts', () => {
  test('too old, and ahead', async () => {
    const old = transaction({ created_at: Date.now() - 3_600_000 });
    const ahead = transaction({ created_at: Date.now() + 3_600_000 });
    const response = await gateway.postJson(events, [old, transaction(), ahead]);
    expect(response.statusCode).toBe(202);
    expect(response.json()).toMatchObject({
      accepted: 3,
      rejected: 0,
      warnings: [
        { index: 0, path: '/created_at', message: expect.stringContaining('use a run') },
        { index: 2, path: '/created_at', message: expect.stringContaining('ahead') },
      ],
    });
  });

  test('the list is capped, and says so', async () => {
    const old = Array.from({ length: 130 }, () => transaction({ created_at: 0 }));
    const body = (await gateway.postJson(events, old)).json();
    expect(body.warnings).toHaveLength(100);
    expect(body.warnings_omitted).toBe(30);
  });
});

describe('what is refused', () => {
  const problem = (response: { headers: Record<string, unknown>; json(): unknown }) => {
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    return response.json() as Record<string, unknown>;
  };

  test('a receipt whose items do not add up: the path of its total and both numbers', async () => {
    const item = { product: 'Milk', category: 'dairy', quantity: 3, unit_price: '1.19', total: '3.57' };
    const receipt = {
      receipt_id: 'r-1',
      store_id: 's-1',
      issued_at: new Date().toISOString(),
      currency: 'EUR',
      payment_method: 'cash',
      items: [item, { ...item, total: 2.95 }],
      total: '6.52',
    };
    expect((await gateway.postJson('/receipt', receipt)).statusCode).toBe(202);
    const wrong = await gateway.postJson('/receipt', { ...receipt, total: '6.53' });
    expect(wrong.statusCode).toBe(400);
    expect(problem(wrong)['errors']).toEqual([
      { index: 0, path: '/total', message: 'is 6.53, but items.total adds up to 6.52' },
    ]);
  });

  test('some events of an array: 207, the good ones are in', async () => {
    const body = [
      transaction(),
      transaction({ amount: 1.23456 }),
      { user_id: 5 },
      'text',
      null,
      [],
      transaction(),
    ];
    const response = await gateway.postJson(events, body);
    expect(response.statusCode).toBe(207);
    expect(response.json()).toMatchObject({
      accepted: 2,
      rejected: 5,
      errors: expect.arrayContaining([
        { index: 1, path: '/amount', message: expect.stringContaining('decimals') },
        { index: 2, path: '/transaction_id', message: 'is missing' },
        { index: 2, path: '/user_id', message: expect.stringContaining('expected a string') },
        { index: 3, path: '', message: expect.stringContaining('expected an object') },
      ]),
    });
    expect(gateway.sink.stored).toHaveLength(2);
  });

  test('a bad line in the middle of NDJSON: 207 with its line', async () => {
    const response = await gateway.postLines(events, [line(), '', '{"transaction_id":', line()]);
    expect(response.statusCode).toBe(207);
    expect(response.json()).toEqual({
      accepted: 2,
      rejected: 1,
      errors: [{ index: 1, line: 3, path: '', message: expect.stringContaining('is not JSON') }],
    });
  });

  test('all events: 400 with the same members', async () => {
    const response = await gateway.postLines(events, ['nonsense', line({ extra: 1 })]);
    expect(response.statusCode).toBe(400);
    expect(problem(response)).toMatchObject({
      type: 'urn:weir:problem:invalid-events',
      status: 400,
      accepted: 0,
      rejected: 2,
      errors: [
        { index: 0, line: 1, path: '' },
        {
          index: 1,
          line: 2,
          path: '/extra',
          message: expect.stringContaining('the fields are transaction_id, user_id'),
        },
      ],
    });
  });

  test('the list of errors is capped, and says so', async () => {
    const response = await gateway.postJson(
      events,
      Array.from({ length: 250 }, () => ({ ...transaction(), amount: 'x' })),
    );
    expect(problem(response)).toMatchObject({ rejected: 250, errors_omitted: 150 });
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['not JSON', '{"a":', /is not JSON/],
    ['NaN', '{"transaction_id":"t","user_id":"u","amount":NaN,"created_at":0}', /is not JSON/],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), /not UTF-8/],
    ['empty', '', /send a JSON object/],
    ['only white space', ' \r\n\t ', /send a JSON object/],
    ['an empty array', '[]', /send a JSON object/],
  ])('a body that is %s: 400', async (_what, body, detail) => {
    const response = await gateway.post(events, body, 'application/json');
    expect(response.statusCode).toBe(400);
    expect(problem(response)['detail']).toMatch(detail);
  });

  test('NDJSON without any line: 400', async () => {
    const response = await gateway.post(events, '\n\r\n \n', 'application/x-ndjson');
    expect(response.statusCode).toBe(400);
    expect(problem(response)['type']).toBe('urn:weir:problem:empty-body');
  });

  test.each<[string, unknown, string]>([
    [
      'a number beyond every double',
      '{"transaction_id":"t","user_id":"u","amount":1e999,"created_at":0}',
      '/amount',
    ],
    [
      'half a surrogate pair',
      '{"transaction_id":"t","user_id":"\\ud800","amount":1,"created_at":0}',
      '/user_id',
    ],
    [
      'a key that is __proto__',
      '{"__proto__":{"user_id":"u"},"transaction_id":"t","amount":1,"created_at":0}',
      '/user_id',
    ],
    ['a time without an offset', transaction({ created_at: '2026-01-31T12:00:00' }), '/created_at'],
    ['an amount with 19 digits', transaction({ amount: '1234567890123456789' }), '/amount'],
    ['an amount with 5 decimals', transaction({ amount: '0.12345' }), '/amount'],
  ])('%s: 400 naming the field', async (_what, body, path) => {
    const response = await gateway.postJson(events, body);
    expect(response.statusCode).toBe(400);
    expect(problem(response)['errors']).toContainEqual(expect.objectContaining({ index: 0, path }));
  });

  test('JSON nested beyond the stack: 400, not 500', async () => {
    const deep = `{"ts":1769860800,"uid":"a","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const response = await gateway.postJson('/frames', deep);
    expect(response.statusCode).toBe(400);
    expect(JSON.stringify(response.json())).toContain('nested too deeply');
  });

  test('an unknown stream: 404 naming the known ones', async () => {
    const response = await gateway.postJson('/v1/events/nope', transaction());
    expect(response.statusCode).toBe(404);
    expect(problem(response)['detail']).toContain('transactions, frames');
  });

  test.each([
    [undefined, /no content-type/],
    ['text/plain', /content-type text\/plain/],
    ['application/x-www-form-urlencoded', /send application\/json/],
    ['application/json; charset=latin1', /charset latin1/],
  ])('content-type %s: 415', async (contentType, detail) => {
    const response = await gateway.post(events, line(), contentType);
    expect(response.statusCode).toBe(415);
    expect(problem(response)['detail']).toMatch(detail);
  });

  test('an encoding other than gzip: 415; gzip that is none: 400', async () => {
    const brotli = await gateway.post(events, line(), 'application/json', { 'content-encoding': 'br' });
    expect(brotli.statusCode).toBe(415);
    const broken = await gateway.post(events, line(), 'application/json', { 'content-encoding': 'gzip' });
    expect(broken.statusCode).toBe(400);
    const cut = gzipSync(`${line()}\n`.repeat(50)).subarray(0, 60);
    const cutOff = await gateway.post(events, cut, 'application/x-ndjson', { 'content-encoding': 'gzip' });
    expect(cutOff.statusCode).toBe(400);
  });

  test('an event over 1 MB: 413 alone, and named among others', async () => {
    const huge = transaction({ product: 'x'.repeat(1_100_000) });
    const alone = await gateway.postJson(events, huge);
    expect(alone.statusCode).toBe(413);
    expect(problem(alone)['detail']).toContain('1,000,000 bytes');
    const inLines = await gateway.postLines(events, [line(), JSON.stringify(huge), line()]);
    expect(inLines.statusCode).toBe(207);
    expect(inLines.json()).toMatchObject({
      accepted: 2,
      errors: [{ index: 1, line: 2, message: expect.stringContaining('1,000,000 bytes') }],
    });
    const inArray = await gateway.postJson(events, [transaction(), huge]);
    expect(inArray.json()).toMatchObject({ accepted: 1, errors: [{ index: 1 }] });
  });

  test('a body over the limit: 413, whether announced, found out, or unpacked', async () => {
    const padding = ' '.repeat(4_100_000);
    expect((await gateway.post(events, line() + padding, 'application/json')).statusCode).toBe(413);
    const bomb = gzipSync(line() + padding);
    expect(bomb.length).toBeLessThan(10_000);
    const unpacked = await gateway.post(events, bomb, 'application/json', { 'content-encoding': 'gzip' });
    expect(unpacked.statusCode).toBe(413);
    expect(problem(unpacked)['detail']).toContain('4,000,000 bytes');
  });

  test('NDJSON that crosses the limit: 413 says how many were accepted before', async () => {
    const packed = gzipSync(`${line()}\n`.repeat(50_000));
    const response = await gateway.post(events, packed, 'application/x-ndjson', {
      'content-encoding': 'gzip',
    });
    expect(response.statusCode).toBe(413);
    const { accepted, detail } = problem(response);
    expect(accepted).toBe(gateway.sink.stored.length);
    expect(accepted).toBeGreaterThan(1_000);
    expect(detail).toContain(`after ${accepted} accepted events`);
  }, 30_000);
});

describe('when Kafka cannot take it', () => {
  test('broker away: 503 with Retry-After', async () => {
    gateway.sink.failure = new BrokerUnavailable('not stored within 4.5 s');
    gateway.sink.failsAfter = 0;
    for (const response of [
      await gateway.postJson(events, transaction()),
      await gateway.postJson(events, [transaction()]),
      await gateway.postLines(events, [line()]),
    ]) {
      expect(response.statusCode).toBe(503);
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
      expect(response.json()).toMatchObject({ type: 'urn:weir:problem:broker-unavailable' });
    }
  });

  test('broker lost in the middle of NDJSON: 503 says how many were accepted', async () => {
    gateway.sink.failure = new BrokerUnavailable('connection closed');
    gateway.sink.failsAfter = 2_000;
    const packed = gzipSync(`${line()}\n`.repeat(10_000));
    const response = await gateway.post(events, packed, 'application/x-ndjson', {
      'content-encoding': 'gzip',
    });
    expect(response.statusCode).toBe(503);
    expect(response.json().accepted).toBe(gateway.sink.stored.length);
    expect(response.json().accepted).toBeGreaterThan(0);
  });

  test('queue full: 503', async () => {
    gateway.sink.failure = new QueueFull('64 MB wait already');
    gateway.sink.failsAfter = 0;
    const response = await gateway.postJson(events, transaction());
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ type: 'urn:weir:problem:queue-full' });
  });

  test('schemas not known yet: 503', async () => {
    const early = await testGateway({ registered: false });
    const response = await early.postJson(events, transaction());
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ type: 'urn:weir:problem:not-ready' });
    await early.app.close();
  });
});
