import { createHash } from 'node:crypto';
import type { StackLogin } from './kafka-tls.ts';

/** The server's part of the configuration: little memory, few threads, a Kafka group that recovers in seconds. */
export function serverConfig(usersFile: string, ca?: string): string {
  return `<clickhouse>
    <!-- Errors and warnings to the console, which is the log file. -->
    <logger>
        <level>warning</level>
        <console_log_level>warning</console_log_level>
        <console>1</console>
    </logger>
    <users_config>${usersFile}</users_config>

    <max_server_memory_usage>800000000</max_server_memory_usage>
    <mark_cache_size>16777216</mark_cache_size>
    <primary_index_cache_size>16777216</primary_index_cache_size>
    <index_mark_cache_size>4194304</index_mark_cache_size>
    <uncompressed_cache_size>0</uncompressed_cache_size>
    <compiled_expression_cache_size>8388608</compiled_expression_cache_size>
    <max_thread_pool_size>200</max_thread_pool_size>
    <max_thread_pool_free_size>10</max_thread_pool_free_size>
    <background_pool_size>2</background_pool_size>
    <background_common_pool_size>2</background_common_pool_size>
    <background_move_pool_size>1</background_move_pool_size>
    <background_fetches_pool_size>1</background_fetches_pool_size>
    <background_schedule_pool_size>8</background_schedule_pool_size>
    <background_buffer_flush_schedule_pool_size>1</background_buffer_flush_schedule_pool_size>
    <background_distributed_schedule_pool_size>1</background_distributed_schedule_pool_size>
    <!-- One thread for each Kafka table that reads. -->
    <background_message_broker_schedule_pool_size>16</background_message_broker_schedule_pool_size>
    <merge_tree>
        <!-- These assume the bigger pool that they were made for. -->
        <number_of_free_entries_in_pool_to_lower_max_size_of_merge>0</number_of_free_entries_in_pool_to_lower_max_size_of_merge>
        <number_of_free_entries_in_pool_to_execute_mutation>0</number_of_free_entries_in_pool_to_execute_mutation>
        <number_of_free_entries_in_pool_to_execute_optimize_entire_partition>0</number_of_free_entries_in_pool_to_execute_optimize_entire_partition>
    </merge_tree>

    <!-- After a kill -9 the group waits for the lost member: 6 s instead of 45 s. -->
    <kafka>
        <session_timeout_ms>6000</session_timeout_ms>
        <heartbeat_interval_ms>500</heartbeat_interval_ms>${ca === undefined ? '' : `\n        <ssl_ca_location>${ca}</ssl_ca_location>`}
    </kafka>${ca === undefined ? '' : trust(ca)}
</clickhouse>
`;
}

/** For an https registry. */
const trust = (ca: string) => `
    <openSSL>
        <client>
            <caConfig>${ca}</caConfig>
            <loadDefaultCAFile>false</loadDefaultCAFile>
            <verificationMode>strict</verificationMode>
            <invalidCertificateHandler><name>RejectCertificateHandler</name></invalidCertificateHandler>
        </client>
    </openSSL>`;

/** The password of whoever may do everything; its hash, so that the file does not hold it. */
const passwordHash = (password: string) => createHash('sha256').update(password).digest('hex');

/** With a login: that user may do everything, and `default`, who runs the server's own query, may not come by HTTP. */
const administrators = (login?: StackLogin) =>
  login === undefined
    ? `<default>
            <password/>
            <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
        </default>`
    : `<default>
            <password/>
            <networks><ip>::1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
        </default>
        <${login.username}>
            <password_sha256_hex>${passwordHash(login.password)}</password_sha256_hex>
            <networks><ip>127.0.0.1</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
        </${login.username}>`;

/** Who may ask, from this machine only: `default` everything, `weir_dashboard` may read and bind parameters. */
export const usersConfig = (login?: StackLogin) => `<clickhouse>
    <profiles>
        <default/>
        <readonly>
            <readonly>1</readonly>
        </readonly>
    </profiles>
    <quotas>
        <default/>
    </quotas>
    <users>
        ${administrators(login)}
        <weir_dashboard>
            <password/>
            <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
            <profile>readonly</profile>
            <quota>default</quota>
        </weir_dashboard>
    </users>
</clickhouse>
`;
