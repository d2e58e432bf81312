package dev.portcullis.examples.replay;

/** The setup that holds where none is given. */
public final class DefaultSetup {
    /** The name that stands for its file in messages. */
    public static final String NAME = "default-setup";

    /** Its text. Its ids are far from those that rule sets use. */
    public static final String TEXT = """
            SecRuleEngine On
            SecRequestBodyAccess On
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain text/html text/xml application/json application/xml
            SecDefaultAction "phase:1,pass,log"
            SecDefaultAction "phase:2,pass,log"
            SecDefaultAction "phase:3,pass,log"
            SecDefaultAction "phase:4,pass,log"
            SecDefaultAction "phase:5,pass,log"
            SecRule REQUEST_HEADERS:Content-Type "@rx ^(?:application(?:/|/[a-z0-9.-]+[+])|text/)xml" \\
                "id:9000000000001,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=XML"
            SecRule REQUEST_HEADERS:Content-Type "@rx ^application/(?:[a-z0-9.-]+[+])?json" \\
                "id:9000000000002,phase:1,pass,nolog,t:none,t:lowercase,ctl:requestBodyProcessor=JSON"
            SecRule &TX:crs_setup_version "@eq 0" \\
                "id:9000000000003,phase:1,pass,nolog,t:none,setvar:tx.crs_setup_version=400"
            """;

    private DefaultSetup() {}
}
