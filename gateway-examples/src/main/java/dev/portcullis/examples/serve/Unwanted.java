package dev.portcullis.examples.serve;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Lets go of an answer that nobody waits for. */
final class Unwanted implements Flow.Subscriber<List<ByteBuffer>> {
    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {}

    @Override
    public void onError(Throwable cause) {}

    @Override
    public void onComplete() {}
}
