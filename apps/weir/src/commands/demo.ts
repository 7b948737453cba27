import { streams } from '@weir/streams';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { usageError } from '../cli-error.ts';
import { runDemoLane } from '../demo/demo-lane.ts';
import { watchGateway } from '../demo/gateway-watch.ts';
import { formatCount } from '../format.ts';
import { createGatewayClient } from '../gateway/gateway-client.ts';
import { createTally } from '../generate/tally.ts';
import { generatorFor } from '../generators/registry.ts';
import { createOutput } from '../output.ts';
import { readSettings } from '../settings.ts';
import { stopSignal } from '../stop-signal.ts';

/** Every stream whose generator has a demo rate, with the option that changes it. */
const demoStreams = streams.flatMap((stream) => {
  const { demoRate } = generatorFor(stream);
  if (demoRate === undefined) return [];
  const option = new Option(`--rate-${stream.name} <n>`, `${stream.name} per second, 0 = none`)
    .default(demoRate)
    .argParser((text) => {
      const value = Number(text);
      if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
      throw new InvalidArgumentError('Expected a number of events per second, or 0.');
    });
  return [{ stream, option }];
});

async function demo(options: Readonly<Record<string, unknown>>): Promise<void> {
  const lanes = demoStreams
    .map(({ stream, option }) => ({
      stream,
      rate: Number(options[option.attributeName()]),
      tally: createTally(),
    }))
    .filter(({ rate }) => rate > 0);
  if (lanes.length === 0) throw usageError('every rate is 0: there is nothing to send');

  const gatewayOption = options['gateway'];
  const { gatewayUrl } = readSettings(typeof gatewayOption === 'string' ? { gateway: gatewayOption } : {});
  const output = createOutput({ json: options['json'] === true });
  const note = (text: string) => output.note(`demo: ${text}`);
  const gateway = createGatewayClient(gatewayUrl, { connections: lanes.length + 1 });
  const signal = stopSignal();
  const watch = watchGateway({ gateway, signal, note });

  await watch.whenReady();
  note(`sending ${lanes.map(({ stream, rate }) => `${rate} ${stream.name}`).join(' and ')} a second`);
  try {
    await Promise.all(lanes.map((lane) => runDemoLane({ ...lane, gateway, watch, signal, note })));
  } finally {
    gateway.close();
  }
  const sent = lanes.map(({ stream, tally }) => ({
    stream: stream.name,
    accepted: tally.accepted,
    rejected: tally.rejected,
    unacknowledged: tally.unacknowledged,
  }));
  output.result(
    sent,
    sent.map(({ stream, accepted }) => `${stream}: ${formatCount(accepted)} sent`).join('\n'),
  );
}

export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .summary('send gentle made-up traffic until Ctrl-C')
    .description(
      'Sends gentle made-up traffic for every stream until Ctrl-C, so that the page has something to show. ' +
        'Waits for the gateway, and goes on when it comes back after a restart.',
    )
    .option('--gateway <url>', 'address of the gateway (GATEWAY_URL)')
    .option('--json', 'print what was sent as JSON at the end');
  for (const { option } of demoStreams) command.addOption(option);
  command.action(demo);
}
