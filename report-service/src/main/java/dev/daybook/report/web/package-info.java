/** The service's HTTP: the API, and the pages for people. */
package dev.daybook.report.web;
