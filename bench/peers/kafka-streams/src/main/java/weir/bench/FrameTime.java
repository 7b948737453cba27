package weir.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * The event time of a frame, from its Confluent wire format. The user is the record's key, nothing else is needed.
 * One instance serves all threads, so what is reused is kept by thread.
 */
final class FrameTime implements Deserializer<Long> {
    private static final int BODY = 5;
    private final GenericDatumReader<GenericRecord> reader;
    private final ThreadLocal<BinaryDecoder> decoders = new ThreadLocal<>();
    private final ThreadLocal<GenericRecord> frames = new ThreadLocal<>();

    FrameTime(Schema written) {
        Schema wanted = SchemaBuilder.record("Frame").namespace("weir").fields().requiredLong("ts").endRecord();
        reader = new GenericDatumReader<>(written, wanted);
    }

    @Override
    public Long deserialize(String topic, byte[] bytes) {
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, BODY, bytes.length - BODY, decoders.get());
            decoders.set(decoder);
            GenericRecord frame = reader.read(frames.get(), decoder);
            frames.set(frame);
            return (Long) frame.get("ts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
