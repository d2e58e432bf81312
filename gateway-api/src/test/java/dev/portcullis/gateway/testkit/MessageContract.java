package dev.portcullis.gateway.testkit;

/** What holds for every version of HTTP: the part of the contract that does not look at the bytes of a connection. */
public abstract class MessageContract extends HostBench
        implements VerdictCases, DeferredCases, HeaderEditCases, RequestBodyCases, TrailerCases, ResponseCases {}
