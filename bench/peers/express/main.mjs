// The gateway's job in Express and kafkajs, as their documentation shows it: validate a transaction, encode it as Avro,
// answer when Kafka has acknowledged (acks=all). One send for each request.
import avro from 'avsc';
import express from 'express';
import kafkajs from 'kafkajs';
import { z } from 'zod';

const env = process.env;

class Decimal4 extends avro.types.LogicalType {
  _fromValue(buffer) {
    return buffer;
  }
  _toValue(text) {
    const units = BigInt(Math.round(Number(text) * 10_000));
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64BE(units);
    return bytes;
  }
}
const type = avro.Type.forSchema(JSON.parse(env.SCHEMA), {
  logicalTypes: { decimal: Decimal4 },
  wrapUnions: 'never',
});
const prefix = Buffer.alloc(5);
prefix.writeInt32BE(Number(env.SCHEMA_ID), 1);

const Transaction = z.strictObject({
  transaction_id: z.string().min(1),
  user_id: z.string().min(1),
  amount: z.string().regex(/^-?\d{1,14}(\.\d{1,4})?$/),
  currency: z.string().default('EUR'),
  product: z.string().nullable().default(null),
  created_at: z.int(),
});

const kafka = new kafkajs.Kafka({
  brokers: env.BOOTSTRAP_SERVERS.split(','),
  logLevel: kafkajs.logLevel.WARN,
});
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();

const app = express();
app.use(express.json());
app.get('/readyz', (_request, response) => response.json({}));
app.post('/events', async (request, response) => {
  const event = Transaction.safeParse(request.body);
  if (!event.success) return response.status(400).json({ errors: event.error.issues });
  const value = Buffer.concat([prefix, type.toBuffer(event.data)]);
  await producer.send({ topic: env.TOPIC, acks: -1, messages: [{ key: event.data.user_id, value }] });
  response.status(202).json({ accepted: 1, rejected: 0 });
});
app.listen(Number(env.PORT), '127.0.0.1');
