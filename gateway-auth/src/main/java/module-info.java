/** Who is calling, and may they: token and key verification, and authorization. */
@org.jspecify.annotations.NullMarked
module dev.portcullis.auth {
    requires static transitive org.jspecify;
    requires transitive dev.portcullis.gateway;
    requires com.github.benmanes.caffeine;
    requires com.nimbusds.jose.jwt;
    requires java.net.http;
    requires org.slf4j;

    exports dev.portcullis.auth;
    exports dev.portcullis.auth.access;
    exports dev.portcullis.auth.apikey;
    exports dev.portcullis.auth.jwks;
    exports dev.portcullis.auth.jwt;
    exports dev.portcullis.auth.throttle;

    provides dev.portcullis.gateway.policy.spi.FilterProvider with
            dev.portcullis.auth.policy.AuthProvider;
}
