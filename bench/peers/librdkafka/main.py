"""Python on librdkafka: frames and unique users per second and per minute, in dicts and sets, with no guarantee.

Batches of messages from confluent-kafka, decoded by fastavro (compiled); offsets are committed while windows are open,
so a crash loses what they held.
"""

import json
import os
import signal
import time
import urllib.request
from io import BytesIO

from confluent_kafka import Consumer, Producer, TopicPartition
from fastavro import parse_schema, schemaless_reader

ENV = os.environ
GRACE_MS = int(ENV["GRACE_MS"])
COMMIT_S = int(ENV["COMMIT_MS"]) / 1000
BODY = 5
SIZES = ((1_000, ENV["SECOND_TOPIC"]), (60_000, ENV["MINUTE_TOPIC"]))


def read_schema(wanted):
    """The schema that all frames are written with, and a part of it to read them as."""
    url = f"{ENV['SCHEMA_REGISTRY_URL']}/subjects/{ENV['INPUT_TOPIC']}-value/versions/latest/schema"
    with urllib.request.urlopen(url) as response:
        written = json.load(response)
    # Without its logical type the time stays a number; a datetime for each frame would double the cost.
    for field in written["fields"]:
        if field["name"] == "ts":
            field["type"] = "long"
    part = {**written, "fields": [field for field in written["fields"] if field["name"] in wanted]}
    return parse_schema(written), parse_schema(part)


class Windows:
    """The open windows of one partition; partitions are read at different speeds, so each has its own clock."""

    def __init__(self, partition):
        self.partition = partition
        self.clock = 0
        self.open = [{} for _ in SIZES]

    def add(self, ts, uid):
        if ts > self.clock:
            self.clock = ts
        for (size, _), windows in zip(SIZES, self.open):
            start = ts - ts % size
            window = windows.get(start)
            if window is None:
                window = windows[start] = [0, set()]
            window[0] += 1
            window[1].add(uid)

    def publish_closed(self, producer):
        for (size, topic), windows in zip(SIZES, self.open):
            for start in [start for start in windows if start + size + GRACE_MS <= self.clock]:
                frames, users = windows.pop(start)
                row = {"window_start": start, "frames": frames, "users": len(users)}
                producer.produce(topic, key=f"{start}|{self.partition}", value=json.dumps(row))


def main():
    running = True

    def stop(*_):
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    written, part = read_schema({"ts", "uid"})
    servers = {"bootstrap.servers": ENV["BOOTSTRAP_SERVERS"]}
    group = {"group.id": ENV["CONSUMER_GROUP_ID"], "auto.offset.reset": "earliest", "enable.auto.commit": False}
    consumer = Consumer({**servers, **group})
    producer = Producer(servers)
    consumer.subscribe([ENV["INPUT_TOPIC"]])
    partitions = {}
    positions = {}
    committed_at = time.monotonic()
    while running:
        for message in consumer.consume(10_000, timeout=0.1):
            if message.error():
                raise SystemExit(str(message.error()))
            frame = schemaless_reader(BytesIO(message.value()[BODY:]), written, part)
            partition = message.partition()
            windows = partitions.get(partition)
            if windows is None:
                windows = partitions[partition] = Windows(partition)
            windows.add(frame["ts"], frame["uid"])
            positions[partition] = message.offset() + 1
        for windows in partitions.values():
            windows.publish_closed(producer)
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
