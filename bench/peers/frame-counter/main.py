"""A frame counter on a JSON topic, in plain Python: frames per second, unique users per minute, one process.

Frames must come in order: an older one than the current second is dropped, as is one without `ts` or `uid`. Offsets are
committed while the minute is open, so a crash loses what it held. With OUTPUT_STREAM every valid frame is published.
"""

import json
import os
import signal
import time

from confluent_kafka import Consumer, Producer, TopicPartition

ENV = os.environ
COMMIT_S = int(ENV["COMMIT_MS"]) / 1000
OUTPUT = ENV.get("OUTPUT_STREAM")


def main():
    running = True

    def stop(*_):
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    servers = {"bootstrap.servers": ENV["BOOTSTRAP_SERVERS"]}
    group = {"group.id": ENV["CONSUMER_GROUP_ID"], "auto.offset.reset": "earliest", "enable.auto.commit": False}
    consumer = Consumer({**servers, **group})
    producer = Producer({**servers, "linger.ms": 5, "queue.buffering.max.messages": 1_000_000})
    consumer.subscribe([ENV["INPUT_TOPIC"]])

    def publish(topic, start, frames, users):
        row = {"window_start": start * 1000, "frames": frames, "users": users}
        producer.produce(topic, key=str(start), value=json.dumps(row))

    def publish_frame(value, uid):
        while True:
            try:
                producer.produce(OUTPUT, value=value, key=uid)
                return
            except BufferError:
                producer.poll(0.1)

    second = None
    frames = 0
    minute = None
    users = set()
    positions = {}
    committed_at = time.monotonic()
    while running:
        for message in consumer.consume(10_000, timeout=0.1):
            if message.error():
                raise SystemExit(str(message.error()))
            positions[message.partition()] = message.offset() + 1
            try:
                frame = json.loads(message.value())
                ts, uid = int(frame["ts"]), str(frame["uid"])
            except (ValueError, KeyError, TypeError):
                continue
            if second is not None and ts < second:
                continue
            if ts != second:
                if second is not None:
                    publish(ENV["SECOND_TOPIC"], second, frames, 0)
                second, frames = ts, 0
                if ts - ts % 60 != minute:
                    if minute is not None:
                        publish(ENV["MINUTE_TOPIC"], minute, 0, len(users))
                    minute, users = ts - ts % 60, set()
            frames += 1
            users.add(uid)
            if OUTPUT is not None:
                publish_frame(message.value(), uid)
        producer.poll(0)
        if positions and time.monotonic() - committed_at >= COMMIT_S:
            producer.flush()
            consumer.commit(
                offsets=[TopicPartition(ENV["INPUT_TOPIC"], *at) for at in positions.items()], asynchronous=False
            )
            positions.clear()
            committed_at = time.monotonic()
    producer.flush()
    consumer.close()


if __name__ == "__main__":
    main()
