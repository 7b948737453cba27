package weir.bench;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** What a window holds: how many frames, of how many different users. */
record Totals(long frames, long users) {
    static final Totals NONE = new Totals(0, 0);

    static final Serde<Totals> SERDE = Serdes.serdeFrom(
        (topic, totals) -> totals == null ? null
            : ByteBuffer.allocate(16).putLong(totals.frames).putLong(totals.users).array(),
        (topic, bytes) -> {
            if (bytes == null) return null;
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new Totals(buffer.getLong(), buffer.getLong());
        });

    Totals plusUser(long framesOfUser) {
        return new Totals(frames + framesOfUser, users + 1);
    }

    Totals minusUser(long framesOfUser) {
        return new Totals(frames - framesOfUser, users - 1);
    }

    String toJson(long windowStart) {
        return "{\"window_start\":%d,\"frames\":%d,\"users\":%d}".formatted(windowStart, frames, users);
    }
}
