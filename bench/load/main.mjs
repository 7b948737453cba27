// A light HTTP/1.1 client: raw sockets, one request in flight on each, requests made by overwriting digits in a buffer. A
// process of its own, so that what it costs is known and the same for every server.
// Settings by environment; prints one line of JSON.
import { connect } from 'node:net';

const env = process.env;
const port = Number(env.PORT);
const connections = Number(env.CONNECTIONS);
const eventsEach = Number(env.EVENTS);
const warmUpMs = Number(env.WARM_UP_MS);
const measureMs = Number(env.MEASURE_MS);

const idDigits = 12;
let nextId = 1;

/** A request as bytes, and where its ids and times are. */
function requestOf() {
  const time = '0000000000000';
  const line = (user) =>
    `{"transaction_id":"${'0'.repeat(idDigits)}","user_id":"user-${user}","amount":"12.50","created_at":${time}}`;
  const lines = Array.from({ length: eventsEach }, (_, index) =>
    line(String(index % 1_000).padStart(4, '0')),
  );
  const body = eventsEach === 1 ? line('0000') : lines.join('\n');
  const type = eventsEach === 1 ? 'application/json' : 'application/x-ndjson';
  const head = `POST ${env.TARGET} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n`;
  const bytes = Buffer.from(head + body);
  const places = [];
  for (
    let at = bytes.indexOf('"transaction_id":"');
    at >= 0;
    at = bytes.indexOf('"transaction_id":"', at + 1)
  ) {
    places.push({
      id: at + '"transaction_id":"'.length,
      user: bytes.indexOf('"user-', at) + '"user-'.length,
      time: bytes.indexOf('"created_at":', at) + '"created_at":'.length,
    });
  }
  return { bytes, places };
}

function writeDigits(bytes, at, digits, value) {
  for (let i = digits - 1; i >= 0; i -= 1) {
    bytes[at + i] = 48 + (value % 10);
    value = Math.floor(value / 10);
  }
}

const latencies = [];
const statuses = {};
let stopping = false;
let measuring = false;
let acknowledged = 0;
let measured = 0;
let open = 0;

function client() {
  const { bytes, places } = requestOf();
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  let startedAt = 0;
  let first = '';
  const send = () => {
    const now = Date.now();
    for (const { id, user, time } of places) {
      writeDigits(bytes, id, idDigits, nextId++);
      if (eventsEach === 1) writeDigits(bytes, user, 4, nextId % 1_000);
      writeDigits(bytes, time, 13, now);
    }
    startedAt = performance.now();
    socket.write(bytes);
  };
  socket.on('connect', () => {
    open += 1;
    send();
  });
  socket.on('data', (chunk) => {
    if (first === '') first = chunk.latin1Slice(9, 12);
    // Every answer ends with a JSON object; head and body may come in two pieces.
    if (chunk[chunk.length - 1] !== 0x7d) return;
    statuses[first] = (statuses[first] ?? 0) + 1;
    if (first === '202') {
      acknowledged += eventsEach;
      if (measuring) {
        measured += 1;
        latencies.push(performance.now() - startedAt);
      }
    }
    first = '';
    if (stopping) return socket.end();
    send();
  });
  socket.on('error', (error) => (statuses[error.code] = (statuses[error.code] ?? 0) + 1));
  socket.on('close', () => {
    open -= 1;
    if (open === 0) finish();
  });
}

let seconds = 0;
let cpuSeconds = 0;

function finish() {
  const sorted = Float64Array.from(latencies).sort();
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
  const rates = { requests: measured / seconds, events: (measured * eventsEach) / seconds };
  console.log(
    JSON.stringify({
      ...rates,
      p50: at(0.5),
      p99: at(0.99),
      max: at(1),
      acknowledged,
      statuses,
      cpuSeconds,
      seconds,
    }),
  );
  process.exit(0);
}

for (let i = 0; i < connections; i += 1) client();
setTimeout(() => {
  const from = performance.now();
  const cpu = process.cpuUsage();
  measuring = true;
  console.error('measuring');
  setTimeout(() => {
    measuring = false;
    seconds = (performance.now() - from) / 1_000;
    const { user, system } = process.cpuUsage(cpu);
    cpuSeconds = (user + system) / 1e6;
    console.error('measured');
    stopping = true;
    setTimeout(finish, 10_000).unref();
  }, measureMs);
}, warmUpMs);
