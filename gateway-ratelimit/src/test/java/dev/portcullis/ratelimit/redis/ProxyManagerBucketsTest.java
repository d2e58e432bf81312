package dev.portcullis.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.ratelimit.bucket4j.ProxyManagerBuckets;
import dev.portcullis.ratelimit.policy.RateLimitProvider;
import dev.portcullis.ratelimit.shared.StoreSettings;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any Bucket4j proxy manager can be the store; here its own for Redis. */
class ProxyManagerBucketsTest {
    @TempDir
    Path folder;

    @Test
    void twoGatewaysShareTheBucketsOfAProxyManager() throws Exception {
        Path file = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  rateLimits:
                    - {name: wide, key: [route], capacity: 7, refill: 1, per: 1h}
                    - {name: narrow, key: [clientAddress], capacity: 3, refill: 1, per: 1h}
                  routes:
                    - {id: a, match: {path: /a}, authenticate: none, rateLimits: [wide, narrow]}
                """);
        RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.ASCII, ByteArrayCodec.INSTANCE);
        try (RealRedis redis = RealRedis.start()) {
            RedisClient client = RedisClient.create(redis.uri());
            try (StatefulRedisConnection<String, byte[]> connection = client.connect(codec)) {
                AsyncProxyManager<String> manager = Bucket4jLettuce.casBasedBuilder(connection)
                        .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(
                                Duration.ofSeconds(10)))
                        .build()
                        .asAsync();
                RateLimitProvider provider = new RateLimitProvider(
                        new ProxyManagerBuckets(manager),
                        new StoreSettings(Duration.ofSeconds(5), StoreSettings.OnOutage.CLOSED, 2, 1));
                try (LoadedPolicy one = Policy.loader().withProviders(provider).load(file);
                        LoadedPolicy two =
                                Policy.loader().withProviders(provider).load(file)) {
                    FakeHost[] hosts = {FakeHost.of(one.gateway()), FakeHost.of(two.gateway())};
                    assertThat(admitted(hosts, "192.0.2.1", 20)).isEqualTo(3);
                    assertThat(admitted(hosts, "192.0.2.2", 20)).isEqualTo(3);
                    // what the narrow limit refused took nothing from the wide one, so one is left of its seven
                    assertThat(admitted(hosts, "192.0.2.3", 20)).isEqualTo(1);
                }
            } finally {
                client.shutdown(0, 1, TimeUnit.SECONDS);
            }
        }
    }

    private static int admitted(FakeHost[] hosts, String address, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            FakeRequest request = FakeRequest.get("/a").from(address);
            admitted += hosts[i % 2].send(request).response().status() == 200 ? 1 : 0;
        }
        return admitted;
    }
}
