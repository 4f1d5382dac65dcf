/**
 * The embedded default: real broker, real database, S3, an SNS stand-in with an inbox, and the three services, in one process
 * and one command. It is also the fixture of the end-to-end tests.
 */
package dev.daybook.allinone;
