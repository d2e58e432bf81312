/** Policies in real servers, and what became of each request. */
package dev.portcullis.auth.testkit;
