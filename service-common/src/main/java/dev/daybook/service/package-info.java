/**
 * What all three services need twice: typed settings, lifecycle, HTTP with health and metrics, API keys, Kafka properties and
 * the object store. It knows nothing of events; what only one service needs stays in that service.
 */
package dev.daybook.service;
