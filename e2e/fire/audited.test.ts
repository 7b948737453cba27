import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@weir/testing';
import { fireStack, soak, type FireStack } from '../support/fire-stack.ts';
import { runWeir } from '../support/run-weir.ts';
import { seededRandom } from '../support/seeded-random.ts';

const count = soak ? 1_000_000 : 60_000;
/** Events a second of each stream: long enough for three deaths in the middle. */
const rate = soak ? 8_000 : 2_500;
const streams = ['transactions', 'frames'] as const;

let fire: FireStack;
beforeAll(async () => void (fire = await fireStack()));
afterAll(() => fire?.stop());

interface AuditJson {
  readonly clean: boolean;
  readonly complete: boolean;
  readonly findings: readonly unknown[];
  readonly metrics: readonly { readonly metric: string; readonly events: number; readonly late: number }[];
}

test(`${count.toLocaleString('en')} transactions and as many frames, shuffled within the grace, three kills: the audit finds nothing`, async () => {
  const gateway = await fire.gateway();
  const aggregator = await fire.aggregator();
  const weir = (...args: string[]) => runWeir(args, { ...fire.env, GATEWAY_URL: gateway.url });
  const many = ['--count', String(count), '--rate', String(rate), '--users', '1000', '--shuffle', '4s'];
  const generating = streams.map((stream, seed) =>
    weir('generate', stream, ...many, '--seed', String(seed), '--json'),
  );
  const random = seededRandom(14);
  for (let kill = 0; kill < 3; kill += 1) {
    const position = await aggregator.position();
    await waitFor(async () => (await aggregator.position()) > position, {
      timeoutMs: 120_000,
      what: 'the aggregator to count on',
    });
    await sleep(random.between(0, soak ? 20_000 : 1_000));
    aggregator.kill('SIGKILL');
    await aggregator.restart();
  }
  for (const generated of await Promise.all(generating)) {
    expect(generated).toMatchObject({ exitCode: 0 });
    expect(JSON.parse(generated.stdout)).toMatchObject({ accepted: count, rejected: 0 });
  }

  for (const stream of streams) {
    const { metrics } = fire.streamNamed(stream);
    const counted = () =>
      fire.clickhouse.query<{ metric: string; n: string }>(
        `SELECT metric, toString(sum(events)) AS n FROM series WHERE stream = {stream:String}
         GROUP BY metric HAVING min(final) ORDER BY metric`,
        { stream },
      );
    const all = metrics.map(({ name }) => ({ metric: name, n: String(count) }));
    const expected = JSON.stringify(all.sort((a, b) => (a.metric < b.metric ? -1 : 1)));
    await waitFor(async () => JSON.stringify(await counted()) === expected, {
      timeoutMs: soak ? 300_000 : 120_000,
      intervalMs: 500,
      what: `every one of the ${stream} in final windows`,
    });
    await waitFor(
      async () => {
        const [row] = await fire.clickhouse.query<{ n: string }>(
          `SELECT count() AS n FROM events_${stream} FINAL`,
        );
        return Number(row?.n) === count;
      },
      { timeoutMs: 120_000, intervalMs: 500, what: `the rows of all ${stream}` },
    );
    const { exitCode, stdout, stderr } = await weir('audit', stream, '--json');
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' });
    const report = JSON.parse(stdout) as AuditJson;
    expect(report).toMatchObject({ clean: true, complete: true, findings: [] });
    expect(report.metrics.map(({ metric, events, late }) => ({ metric, events, late }))).toEqual(
      metrics.map(({ name }) => ({ metric: name, events: count, late: 0 })),
    );
  }
});
