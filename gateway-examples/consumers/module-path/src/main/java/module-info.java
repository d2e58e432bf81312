/** A program on the module path that uses every module of Portcullis. */
module consumer {
    requires dev.portcullis.audit;
    requires dev.portcullis.auth;
    requires dev.portcullis.gateway;
    requires dev.portcullis.ratelimit;
    requires dev.portcullis.waf;
    requires java.net.http;
    requires jdk.httpserver;
}
