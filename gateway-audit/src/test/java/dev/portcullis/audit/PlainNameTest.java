package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "q",
                "comment",
                "firstName",
                "order_items",
                "json.items.0.note",
                "graphql.createUser.input.name",
                "User-Agent",
                "Accept-Language",
                "address2",
                "userID",
                "HTMLBody",
                "_csrf_field",
                "utm_source",
                "created_at",
                "lengths",
                "rhythm"
            })
    void tellsNamesThatProgrammersGiveToFields(String name) {
        assertThat(PlainName.is(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1st",
                "-x",
                "a b",
                "a[0]",
                "a:b",
                "na\u00efve",
                "cAn4ryS3cr3tJson",
                "json.cAn4ryS3cr3tJson.name",
                "d41d8cd98f00b204e9800998ecf8427e",
                "deadbeef",
                "feedfacecafe",
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "4111111111111111",
                "card4111111111111111",
                "phone_004915112345678",
                "eyJhbGciOiJIUzI1NiJ9",
                "dGhpc0lzQVNlY3JldA",
                "QmVhcmVyVG9rZW4",
                "xkqzwtprbn",
                "averyveryverylongwordthatnobodywrites",
                "a.very.long.path.of.names.that.goes.on.and.on.and.on.and.on.and.on"
            })
    void keepsWhatMayBeAToken(String name) {
        assertThat(PlainName.is(name)).isFalse();
    }
}
