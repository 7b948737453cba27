"""The gateway's job in FastAPI: validate a transaction, encode it as Avro, answer when Kafka has acknowledged (acks=all)."""

import asyncio
import io
import os
import struct
import threading
from decimal import Decimal

import uvicorn
from confluent_kafka import Producer
from fastapi import FastAPI
from fastavro import parse_schema, schemaless_writer
from pydantic import BaseModel, ConfigDict, Field

env = os.environ
topic = env["TOPIC"]
schema = parse_schema(__import__("json").loads(env["SCHEMA"]))
prefix = struct.pack(">bI", 0, int(env["SCHEMA_ID"]))
producer = Producer({"bootstrap.servers": env["BOOTSTRAP_SERVERS"], "acks": "all", "enable.idempotence": True, "linger.ms": 3})
app = FastAPI()


class Transaction(BaseModel):
    model_config = ConfigDict(extra="forbid")
    transaction_id: str = Field(min_length=1)
    user_id: str = Field(min_length=1)
    amount: Decimal = Field(max_digits=18, decimal_places=4)
    currency: str = "EUR"
    product: str | None = None
    created_at: int


def poll() -> None:
    while True:
        producer.poll(0.1)


threading.Thread(target=poll, daemon=True).start()


@app.get("/readyz")
async def ready():
    return {}


@app.post("/events", status_code=202)
async def events(event: Transaction):
    out = io.BytesIO()
    out.write(prefix)
    schemaless_writer(out, schema, event.model_dump())
    loop = asyncio.get_running_loop()
    stored = loop.create_future()

    def delivered(error, _message):
        if error is None:
            loop.call_soon_threadsafe(stored.set_result, None)
        else:
            loop.call_soon_threadsafe(stored.set_exception, Exception(str(error)))

    producer.produce(topic, key=event.user_id.encode(), value=out.getvalue(), on_delivery=delivered)
    await stored
    return {"accepted": 1, "rejected": 0}


uvicorn.run(app, host="127.0.0.1", port=int(env["PORT"]), log_level="warning", access_log=False)
