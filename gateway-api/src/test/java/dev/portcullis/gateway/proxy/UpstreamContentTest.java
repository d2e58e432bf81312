package dev.portcullis.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamContentTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final Source source = new Source();
    private final Client client = new Client();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void onePieceIsFetchedAheadAndNoMore() {
        UpstreamContent content = begun(LONG);
        assertThat(source.asked).isEqualTo(1);
        content.onNext(piece(1));
        content.subscribe(client);
        assertThat(client.pieces).isZero();
        assertThat(source.asked).isEqualTo(1);
        client.subscription.request(1);
        assertThat(client.pieces).isEqualTo(1);
        assertThat(source.asked).isEqualTo(2);
    }

    @Test
    void aShortAnswerThatIsWholeNeedsNoAlarm() {
        UpstreamContent content = begun(LONG);
        content.onNext(piece(1));
        content.onComplete();
        client.asksAlways = true;
        content.subscribe(client);
        assertThat(client.pieces).isEqualTo(1);
        assertThat(client.ends).containsExactly("complete");
        assertThat(timer.getQueue()).isEmpty();
    }

    @Test
    void anEmptyContentEndsWithoutBeingAskedFor() {
        UpstreamContent content = begun(LONG);
        content.onComplete();
        content.subscribe(client);
        assertThat(client.ends).containsExactly("complete");
    }

    @Test
    void aPieceBeforeAFailureIsDeliveredFirst() {
        UpstreamContent content = begun(LONG);
        content.onNext(piece(1));
        content.onError(new IOException("broken off"));
        content.subscribe(client);
        assertThat(client.ends).isEmpty();
        client.subscription.request(5);
        assertThat(client.pieces).isEqualTo(1);
        assertThat(client.ends).containsExactly("broken off");
    }

    @Test
    void oneAlarmServesManyPieces() {
        UpstreamContent content = begun(LONG);
        client.asksAlways = true;
        content.subscribe(client);
        for (int i = 0; i < 1_000; i++) {
            content.onNext(piece(1));
        }
        assertThat(client.pieces).isEqualTo(1_000);
        assertThat(timer.getQueue()).hasSize(1);
    }

    @Test
    void cancellingReachesTheUpstreamOnceAndNothingFollows() {
        UpstreamContent content = begun(LONG);
        content.subscribe(client);
        client.subscription.request(1);
        client.subscription.cancel();
        client.subscription.cancel();
        content.onNext(piece(1));
        content.onComplete();
        assertThat(source.cancelled).isEqualTo(1);
        assertThat(client.pieces).isZero();
        assertThat(client.ends).isEmpty();
    }

    @Test
    void whatIsCancelledBeforeItBeginsIsCancelledThen() {
        UpstreamContent content = new UpstreamContent(LONG, timer);
        content.cancel();
        content.onSubscribe(source);
        assertThat(source.cancelled).isEqualTo(1);
        assertThat(source.asked).isZero();
    }

    @Test
    void whoComesSecondIsTold() {
        UpstreamContent content = begun(LONG);
        content.subscribe(client);
        Client second = new Client();
        content.subscribe(second);
        assertThat(second.ends).containsExactly("the content can be had once");
        assertThat(client.ends).isEmpty();
    }

    @Test
    void anUpstreamThatStallsIsBrokenOffAndAClientThatWaitsIsNot() throws Exception {
        UpstreamContent content = begun(Duration.ofMillis(50));
        content.onNext(piece(1));
        content.subscribe(client);
        assertThat(timer.getQueue()).isEmpty(); // nobody asked: no clock runs
        client.subscription.request(2);
        assertThat(client.pieces).isEqualTo(1);
        assertThat(client.ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(client.ends).hasSize(1);
        assertThat(client.ends.get(0)).contains("sent nothing for PT0.05S");
    }

    private UpstreamContent begun(Duration within) {
        UpstreamContent content = new UpstreamContent(within, timer);
        content.onSubscribe(source);
        return content;
    }

    private static List<ByteBuffer> piece(int size) {
        return List.of(ByteBuffer.allocate(size));
    }

    private static final class Source implements Flow.Subscription {
        private long asked;
        private int cancelled;

        @Override
        public void request(long n) {
            asked += n;
        }

        @Override
        public void cancel() {
            cancelled++;
        }
    }

    private static final class Client implements Flow.Subscriber<List<ByteBuffer>> {
        private final List<String> ends = new ArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private Flow.Subscription subscription;
        private boolean asksAlways;
        private int pieces;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (asksAlways) {
                given.request(1);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> piece) {
            pieces++;
            if (asksAlways) {
                subscription.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            ends.add(failure.getMessage());
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ends.add("complete");
            ended.countDown();
        }
    }
}
