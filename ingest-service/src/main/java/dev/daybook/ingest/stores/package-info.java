/**
 * The store registry's door: {@link dev.daybook.ingest.stores.StoresApi} takes and shows stores,
 * {@link dev.daybook.ingest.stores.StoreLog} writes their changes to Kafka and reads them back.
 */
package dev.daybook.ingest.stores;
