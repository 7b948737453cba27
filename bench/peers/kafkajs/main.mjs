// The ceiling of the client: what kafkajs and avsc leave to anyone who builds on them. The same windows, kept in plain
// Maps, with no guarantee at all: offsets are committed by kafkajs while windows are open, nothing is rebuilt after a
// crash, a rebalance counts wrongly, a lost produce loses a result.
import avro from 'avsc';
import kafkajs from 'kafkajs';

const env = process.env;
const graceMs = Number(env.GRACE_MS);
const bodyStart = 5;

const latest = `${env.SCHEMA_REGISTRY_URL}/subjects/${env.INPUT_TOPIC}-value/versions/latest/schema`;
const type = avro.Type.forSchema(await (await fetch(latest)).json(), { wrapUnions: 'never' });

const kafka = new kafkajs.Kafka({
  brokers: env.BOOTSTRAP_SERVERS.split(','),
  logLevel: kafkajs.logLevel.WARN,
});
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: env.CONSUMER_GROUP_ID });

/** Windows by partition: start → count and users. Partitions are read at different speeds, so each has its own clock. */
const partitions = new Map();
const sizes = [
  { sizeMs: 1_000, topic: env.SECOND_TOPIC },
  { sizeMs: 60_000, topic: env.MINUTE_TOPIC },
];

const windowsOf = (partition) => {
  let windows = partitions.get(partition);
  if (windows === undefined) {
    windows = { clock: 0, open: sizes.map(() => new Map()) };
    partitions.set(partition, windows);
  }
  return windows;
};

function add(windows, ts, uid) {
  if (ts > windows.clock) windows.clock = ts;
  for (let index = 0; index < sizes.length; index += 1) {
    const start = ts - (ts % sizes[index].sizeMs);
    const open = windows.open[index];
    let window = open.get(start);
    if (window === undefined) open.set(start, (window = { frames: 0, users: new Set() }));
    window.frames += 1;
    window.users.add(uid);
  }
}

function closed(windows, partition) {
  return sizes.map(({ sizeMs, topic }, index) => {
    const messages = [];
    for (const [start, { frames, users }] of windows.open[index]) {
      if (start + sizeMs + graceMs > windows.clock) continue;
      windows.open[index].delete(start);
      const row = { window_start: start, frames, users: users.size };
      messages.push({ key: `${start}|${partition}`, value: JSON.stringify(row) });
    }
    return { topic, messages };
  });
}

await producer.connect();
await consumer.connect();
await consumer.subscribe({ topics: [env.INPUT_TOPIC], fromBeginning: true });
await consumer.run({
  autoCommitInterval: Number(env.COMMIT_MS),
  eachBatch: async ({ batch: { messages, partition } }) => {
    const windows = windowsOf(partition);
    for (const { value } of messages) {
      const { ts, uid } = type.decode(value, bodyStart).value;
      add(windows, ts, uid);
    }
    const topicMessages = closed(windows, partition).filter(({ messages }) => messages.length > 0);
    if (topicMessages.length > 0) await producer.sendBatch({ topicMessages });
  },
});

process.on('SIGTERM', async () => {
  await consumer.disconnect();
  await producer.disconnect();
  process.exit(0);
});
