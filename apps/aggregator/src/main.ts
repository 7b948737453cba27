import {
  createAdmin,
  createKafka,
  createProducer,
  createRegistry,
  joinGroup,
  kafkaConnection,
  registryOptions,
} from '@weir/kafka';
import { createExecutionReport, letHeapGrow, runApp, serveHealth } from '@weir/runtime';
import { duplicatesTopic, streamsFromEnv } from '@weir/streams';
import { planWindows } from '@weir/windowing';
import { Aggregator } from './aggregator.ts';
import { config } from './config.ts';
import { createEventReader } from './event-reader.ts';
import { faultPoints } from './fault-points.ts';
import { followFinishedRuns } from './finished-runs.ts';
import { aggregatorMetrics } from './metrics.ts';
import type { StreamTools } from './partition-worker.ts';
import { createWindowResultWriter } from './window-results.ts';

letHeapGrow(3);

await runApp('aggregator', async ({ log, onShutdown, fail }) => {
  const settings = config();
  const { groupId, flushMs, onGap, fault, host, port, windowsFormat } = settings;
  const faults = faultPoints(fault);
  const connection = kafkaConnection(settings, { clientId: 'weir-aggregator', log });
  const registry = createRegistry(registryOptions(settings));

  const streams = await Promise.all(
    streamsFromEnv(process.env).map(async (stream): Promise<StreamTools> => {
      const plan = planWindows(stream);
      const reader = createEventReader(registry, plan.fields);
      const write = await createWindowResultWriter(registry, stream, windowsFormat);
      return { stream, plan, reader, write, duplicatesTopic: duplicatesTopic(process.env) };
    }),
  );

  const producer = createProducer(connection);
  onShutdown(() => producer.close());
  const admin = await createAdmin(createKafka(connection));
  onShutdown(() => admin.close());
  const runs = followFinishedRuns({
    ...connection,
    admin,
    topicOf: (name) => streams.find(({ stream }) => stream.name === name)?.stream.topic,
    onError: (error) => fail('following the runs topic', error),
  });
  onShutdown(() => runs.stop());

  const { finishedRuns } = runs;
  const aggregator = new Aggregator({
    streams,
    producer,
    finishedRuns,
    flushMs,
    onGap,
    faults,
    report: createExecutionReport('counted', settings.printInterval, log),
    app: { log, fail },
  });
  const topics = streams.map(({ stream }) => stream.topic);
  const consumer = await joinGroup({
    ...connection,
    groupId,
    topics,
    member: aggregator,
    onEnd: (error) => fail('the consumer has ended', error),
  });
  aggregator.connect(consumer);
  onShutdown(() => consumer.close());
  onShutdown(() => aggregator.publisher.stop());

  const health = await serveHealth({
    host,
    port,
    metrics: aggregatorMetrics(aggregator),
    isLive: () => true,
    isReady: () => consumer.epoch !== undefined || 'waiting for the consumer group',
    json: { '/partitions': () => aggregator.partitions.map((worker) => worker.state) },
  });
  onShutdown(() => health.close());
  log.info(`health and metrics on http://${host}:${health.port}`);
});
