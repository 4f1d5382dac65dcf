/**
 * From a request to a mail: the run's steps, the ledger that records each, the files in S3 and the message to SNS. The ledger's
 * unique keys decide; whatever is done here may be done twice, by a restart or by another replica, and comes to the same.
 */
package dev.daybook.report.publish;
