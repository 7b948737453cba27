package weir.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TimeWindows;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;

/** Frames and unique users per second and per minute, in the Streams DSL. */
public final class FrameWindows {
    public static void main(String[] args) throws Exception {
        Duration grace = Duration.ofMillis(Long.parseLong(env("GRACE_MS")));
        Serde<Long> time = Serdes.serdeFrom(Serdes.Long().serializer(), new FrameTime(schema()));
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, Long> frames = builder.stream(env("INPUT_TOPIC"), Consumed.with(Serdes.String(), time)
            .withTimestampExtractor((record, previous) -> (Long) record.value()));
        count(frames, TimeWindows.ofSizeAndGrace(Duration.ofSeconds(1), grace), "second", env("SECOND_TOPIC"));
        count(frames, TimeWindows.ofSizeAndGrace(Duration.ofMinutes(1), grace), "minute", env("MINUTE_TOPIC"));

        Properties config = config();
        KafkaStreams streams = new KafkaStreams(builder.build(config), config);
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
        streams.start();
    }

    /**
     * Counts by user and window where the users are, then adds up by window: a repartition topic carries what changed per
     * user, not every frame. (A set of users as the aggregate would be serialised whole for every frame.)
     */
    private static void count(KStream<String, Long> frames, TimeWindows windows, String name, String topic) {
        frames.groupByKey()
            .windowedBy(windows)
            .count(Materialized.<String, Long, WindowStore<Bytes, byte[]>>as(name + "-users")
                .withKeySerde(Serdes.String()))
            .groupBy((user, n) -> KeyValue.pair(user.window().start(), n), Grouped.with(name, Serdes.Long(), Serdes.Long()))
            .aggregate(() -> Totals.NONE,
                (start, n, totals) -> totals.plusUser(n),
                (start, n, totals) -> totals.minusUser(n),
                Materialized.<Long, Totals, KeyValueStore<Bytes, byte[]>>as(name + "-totals")
                    .withKeySerde(Serdes.Long()).withValueSerde(Totals.SERDE))
            .toStream().mapValues((start, totals) -> totals.toJson(start))
            .to(topic, Produced.with(Serdes.Long(), Serdes.String()));
    }

    private static Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, env("CONSUMER_GROUP_ID"));
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, env("BOOTSTRAP_SERVERS"));
        config.put(StreamsConfig.STATE_DIR_CONFIG, env("STATE_DIR"));
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, env("GUARANTEE"));
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, env("COMMIT_MS"));
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        config.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 128L * 1024 * 1024);
        config.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        return config;
    }

    /** All frames are written with the one schema of the input's subject. */
    private static Schema schema() throws Exception {
        URI latest = URI.create(env("SCHEMA_REGISTRY_URL") + "/subjects/" + env("INPUT_TOPIC")
            + "-value/versions/latest/schema");
        String text = HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(latest).build(), HttpResponse.BodyHandlers.ofString()).body();
        return new Schema.Parser().parse(text);
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException(name + " is not set");
        return value;
    }
}
