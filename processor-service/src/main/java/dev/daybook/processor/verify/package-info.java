/**
 * Rebuilds days from the raw archive alone and compares them with what was reported and what is served. It shares the parser
 * and the fold with the processor and nothing else: reading of records, de-duplication and sums are its own, so that a fault
 * of theirs shows. Start reading at {@link dev.daybook.processor.verify.Verification}.
 */
package dev.daybook.processor.verify;
