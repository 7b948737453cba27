import { createProducer, createRegistry, kafkaConnection, registryOptions } from '@weir/kafka';
import { createExecutionReport, createMetrics, letHeapGrow, readConfig, runApp } from '@weir/runtime';
import { streamsFromEnv } from '@weir/streams';
import { accessByKeys, openAccess } from './access/access.ts';
import { parseApiKeys } from './access/api-keys.ts';
import { parseRate } from './access/rate.ts';
import { buildApp } from './app.ts';
import { configTable } from './config.ts';
import { createGatewayMetrics } from './gateway-metrics.ts';
import { watchBroker } from './broker-watch.ts';
import { idempotencyTopic } from './idempotency/answer-slot.ts';
import { createKafkaAnswers } from './idempotency/kafka-answers.ts';
import { createRedriveLog } from './redrive/redrive-log.ts';
import { followRuns, runsTopic } from './runs/run-directory.ts';
import { createRunLedger } from './runs/run-ledger.ts';
import { learnSchemaIds } from './schema-ids.ts';
import { createStreamCatalog } from './stream-catalog.ts';
import { createIntakeMetrics } from './topic-intake/intake-metrics.ts';
import { startTopicIntake } from './topic-intake/topic-intake.ts';

letHeapGrow(10);

await runApp('gateway', async ({ log, signal, onShutdown }) => {
  const config = readConfig(configTable);
  const connection = kafkaConnection(config, { clientId: 'weir-gateway', log });
  const registry = createRegistry(registryOptions(config));
  const streams = createStreamCatalog(streamsFromEnv(process.env));
  const access =
    config.apiKeys === undefined
      ? openAccess
      : accessByKeys(parseApiKeys(config.apiKeys, [...streams.keys()]));

  const metrics = createGatewayMetrics(
    createMetrics(),
    () => producer.queuedBytes,
    () => answers.size,
  );
  const producer = createProducer({
    ...connection,
    lingerMs: config.lingerMs,
    maxQueueBytes: config.queueLimitBytes,
    onSend: metrics.sent,
  });
  onShutdown(() => producer.close());

  const directory = followRuns(connection, registry);
  onShutdown(() => directory.stop());
  const answers = createKafkaAnswers({
    connection,
    windowMs: config.idempotencyWindowMs,
    maxTableBytes: config.idempotencyMemoryBytes,
    maxQueueBytes: config.queueLimitBytes,
  });
  onShutdown(() => answers.close());
  void answers.takeOver();
  const redrives = createRedriveLog(connection);
  onShutdown(() => redrives.close());
  const schemas = learnSchemaIds(registry, streams, { log, signal });
  const topics = [...streams.values()].map(({ definition }) => definition.topic);
  const broker = watchBroker(producer, [...topics, runsTopic, idempotencyTopic], signal);

  const report = createExecutionReport('taken', config.printInterval, log);
  const intake = startTopicIntake({
    connection,
    groupId: config.intakeGroup ?? `${config.consumerGroup ?? 'weir'}-intake`,
    streams,
    metrics: createIntakeMetrics(metrics.registry),
    onCommitted: (stream, messages, rejected) => report.add(stream, messages, { rejected }),
  });
  onShutdown(() => intake.stop());

  const app = await buildApp({
    log,
    streams,
    sink: producer,
    runs: createRunLedger(directory, producer, schemas.runs),
    redrives,
    metrics,
    bodyLimitBytes: config.bodyLimitBytes,
    access,
    answers,
    rate:
      config.rateLimit === undefined
        ? undefined
        : parseRate('GATEWAY_RATE_LIMIT', config.rateLimit, 'requests'),
    eventRate:
      config.eventLimit === undefined
        ? undefined
        : parseRate('GATEWAY_EVENT_LIMIT', config.eventLimit, 'events'),
    browsers: config,
    trustedProxies: config.trustedProxies,
    headersTimeoutMs: config.headersTimeoutMs,
    requestTimeoutMs: config.requestTimeoutMs,
    readiness: () => ({
      schemas: schemas.problem() ?? true,
      kafka: broker.problem() ?? true,
      runs: directory.ready ? true : 'runs: not read yet',
    }),
  });
  onShutdown(() => app.close());
  await app.listen({ host: config.host, port: config.port });
});
