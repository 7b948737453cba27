import { flinkAtLeastOnce, flinkExactlyOnce } from '../contestants/flink.ts';
import { bareKafkajs } from '../contestants/kafkajs.ts';
import { kafkaStreamsAtLeastOnce, kafkaStreamsExactlyOnce } from '../contestants/kafka-streams.ts';
import { pythonLibrdkafka } from '../contestants/librdkafka.ts';
import { weir } from '../contestants/weir.ts';
import type { FramesInput } from '../input/frames-input.ts';
import { measure } from '../measure/measure.ts';
import type { Row } from '../report/row.ts';
import { weirAgainst } from '../report/weir-against.ts';
import { chosen, type Benchmark } from './benchmark.ts';
import { framesTopic } from './frames-topic.ts';

const contestants = [
  weir({ stream: 'frames' }),
  bareKafkajs,
  flinkAtLeastOnce,
  flinkExactlyOnce,
  kafkaStreamsAtLeastOnce,
  kafkaStreamsExactlyOnce,
  pythonLibrdkafka,
];

/** Only when it is named: it adds little to the other Flink row. */
const onlyNamed = [flinkExactlyOnce];

const partitions = 6;

export const realisticFrames = (events: number): FramesInput => ({
  events,
  perSecond: 1_000,
  users: 100_000,
  spread: 'skewed',
  shuffleSeconds: 3,
  seed: 20_250_101,
});

/** The same three windows, by Weir and by others, on the same input. */
export const aggregator: Benchmark = {
  name: 'aggregator',
  about: 'frames: count per second, unique users per second and per minute, against other engines',
  rows: contestants.map(({ name }) => name),
  byDefault: true,
  async run(measuring, { events = 10_000_000, only }) {
    const input = await framesTopic(measuring, 'bench-frames', partitions, realisticFrames(events));
    const rows: Row[] = [];
    for (const contestant of chosen(contestants, only)) {
      if (only.length === 0 && onlyNamed.includes(contestant)) continue;
      rows.push(await measure(measuring, contestant, input));
    }
    return [
      {
        title: 'aggregator: frames with their three metrics',
        input: `${events.toLocaleString('en-US')} frames, 1,000 a second of event time, 100,000 skewed users, up to 3 s out of order, ${partitions} partitions`,
        table: weirAgainst(rows),
        rows,
      },
    ];
  },
};
