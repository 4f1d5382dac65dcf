/**
 * The store registry: what a store is at which time, the records of {@code daybook.stores} that say so, and when its business
 * days end. Everything here is pure: readers of the topic hand in its records, in order, and all of them come to the same stores.
 */
package dev.daybook.events.stores;
