package weir.bench;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** Frames and unique users per second and per minute, in Flink SQL on a MiniCluster in this process. */
public final class FrameWindows {
    private static final String KAFKA = """
        'connector' = 'kafka', 'properties.bootstrap.servers' = '%s'""".formatted(env("BOOTSTRAP_SERVERS"));

    public static void main(String[] args) {
        Configuration config = new Configuration();
        config.setString("execution.checkpointing.interval", env("COMMIT_MS") + " ms");
        config.setString("execution.checkpointing.mode", env("CHECKPOINT_MODE"));
        config.setString("execution.checkpointing.dir", "file://" + env("STATE_DIR"));
        config.setString("taskmanager.memory.managed.size", "64m");
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(config);
        environment.setParallelism(2);
        StreamTableEnvironment tables = StreamTableEnvironment.create(environment);
        tables.getConfig().set("table.local-time-zone", "UTC");

        tables.executeSql("""
            CREATE TABLE frames (
              ts TIMESTAMP(3), uid STRING,
              WATERMARK FOR ts AS ts - INTERVAL '%d' SECOND
            ) WITH (%s, 'topic' = '%s', 'properties.group.id' = '%s', 'scan.startup.mode' = 'earliest-offset',
              'format' = 'avro-confluent', 'avro-confluent.url' = '%s')""".formatted(
            Long.parseLong(env("GRACE_MS")) / 1000, KAFKA, env("INPUT_TOPIC"), env("CONSUMER_GROUP_ID"),
            env("SCHEMA_REGISTRY_URL")));
        createSink(tables, "seconds", env("SECOND_TOPIC"));
        createSink(tables, "minutes", env("MINUTE_TOPIC"));
        tables.createStatementSet()
            .addInsertSql(count("seconds", "SECOND"))
            .addInsertSql(count("minutes", "MINUTE"))
            .execute();
    }

    private static void createSink(StreamTableEnvironment tables, String name, String topic) {
        tables.executeSql("""
            CREATE TABLE %s (window_start BIGINT, frames BIGINT, users BIGINT) WITH (%s, 'topic' = '%s',
              'format' = 'json', 'key.format' = 'json', 'key.fields' = 'window_start',
              'sink.delivery-guarantee' = '%s', 'sink.transactional-id-prefix' = '%s',
              'properties.transaction.timeout.ms' = '600000')""".formatted(
            name, KAFKA, topic, env("DELIVERY"), topic));
    }

    private static String count(String sink, String size) {
        return """
            INSERT INTO %s
            SELECT UNIX_TIMESTAMP(DATE_FORMAT(window_start, 'yyyy-MM-dd HH:mm:ss')) * 1000, COUNT(*), COUNT(DISTINCT uid)
            FROM TABLE(TUMBLE(TABLE frames, DESCRIPTOR(ts), INTERVAL '1' %s))
            GROUP BY window_start, window_end""".formatted(sink, size);
    }

    private static String env(String name) {
        String value = System.getenv(name);
        if (value == null) throw new IllegalStateException(name + " is not set");
        return value;
    }
}
