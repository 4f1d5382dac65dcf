package dev.daybook.processor.aggregate;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds what RocksDB takes outside the heap: all stores of the process share one block cache, and their write buffers are
 * charged to it. By its defaults each of the 24 stores could take 98 MB.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 96L * 1024 * 1024;
    private static final long WRITE_BUFFERS_BYTES = 48L * 1024 * 1024;
    private static final long WRITE_BUFFER_BYTES = 4L * 1024 * 1024;
    private static final int WRITE_BUFFERS = 2;
    /** Indexes and filters share the cache, and must not be pushed out of it by a day's scan. */
    private static final double HIGH_PRIORITY_SHARE = 0.3;

    private static final int SHARD_BITS_CHOSEN_BY_SIZE = -1;
    private static final boolean MAY_EXCEED_RATHER_THAN_FAIL = false;

    /** Streams makes one setter per store by its class name, so what they share is static; it lives as long as the process. */
    private static final Cache CACHE =
            new LRUCache(TOTAL_BYTES, SHARD_BITS_CHOSEN_BY_SIZE, MAY_EXCEED_RATHER_THAN_FAIL, HIGH_PRIORITY_SHARE);

    private static final WriteBufferManager WRITE_BUFFER_MANAGER = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinL0FilterAndIndexBlocksInCache(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(WRITE_BUFFER_MANAGER);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(WRITE_BUFFERS);
    }

    @Override
    public void close(String store, Options options) {
        // The cache and the write buffer manager outlive every store.
    }
}
