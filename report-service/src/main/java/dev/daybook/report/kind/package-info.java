/** The kinds of reports: what each reads, when that makes a revision, and what is rendered from one. */
package dev.daybook.report.kind;
