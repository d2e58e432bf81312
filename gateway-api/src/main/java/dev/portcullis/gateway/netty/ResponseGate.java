package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The handlers' response on its way out: held until it has been judged, replaced where it is refused. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class ResponseGate {
    private enum State {
        /** The handlers have not been asked. */
        UNASKED,
        /** They have, and have not begun to answer. */
        ASKED,
        /** Their head is held while content is collected. */
        COLLECTING,
        /** A verdict is pending, or what was held is being sent. */
        HOLDING,
        /** Head judged and sent, content passes through. */
        OPEN,
        /** Another answer has gone out; what they write is dropped. */
        REPLACED,
        /** Their answer is complete. */
        ENDED
    }

    private static final int TOLD_EVERY = 64 << 10;

    private final Line line;
    private final Crossing crossing;
    private final HttpRequest request;
    private final Passage passage;
    private @Nullable Held held; // made on demand, as nothing is held of a response that nobody watches
    private @Nullable OwnAnswer own;
    private State state = State.UNASKED;
    private boolean informational;
    private boolean upgrade;
    private boolean untold;
    private boolean over;
    private @Nullable HttpResponse head;
    private long sent;
    private int limit;
    private long told;

    ResponseGate(Line line, Crossing crossing, HttpRequest request, Passage passage) {
        this.line = line;
        this.crossing = crossing;
        this.request = request;
        this.passage = passage;
    }

    private Held held() {
        Held made = held;
        if (made == null) {
            made = new Held(line.ctx().channel());
            held = made;
        }
        return made;
    }

    private OwnAnswer own() {
        OwnAnswer made = own;
        if (made == null) {
            made = new OwnAnswer(line, crossing, request, passage);
            own = made;
        }
        return made;
    }

    /** Whether the message is something that a response consists of, on a connection that speaks HTTP. */
    static boolean isPartOfResponse(Object message) {
        return message instanceof HttpObject || message instanceof ByteBuf || message instanceof FileRegion;
    }

    /** The request is about to reach the handlers. */
    void expectHandlers() {
        state = State.ASKED;
    }

    /** Answers in place of the handlers, which were not asked. */
    void answer(Step.Reply reply, boolean bodyWithheld) {
        state = State.REPLACED;
        own().handlersAreDone();
        own().send(reply, bodyWithheld);
    }

    /** The request's content is malformed. */
    void refuseMalformed(@Nullable Throwable cause) {
        if (state == State.OPEN || state == State.ENDED) {
            complete(new Ending(Ending.Kind.FAILED, 0, crossing.received(), sent, cause));
            line.abort();
        } else if (state == State.UNASKED || state == State.ASKED) {
            replaceHeld(null);
            own().endAfterwards();
            if (passage.requestBodyUnreadable(Unreadable.content(cause)) instanceof Step.Reply reply) {
                own().send(reply, false);
            }
        } else if (state != State.REPLACED) {
            replaceHeld(null);
            own().send(Answers.malformed(cause), Ending.Kind.FAILED, cause); // the handler's own answer is being judged
        }
    }

    /** The last of the request has come. */
    void requestEnded() {
        if (state == State.REPLACED) {
            own().goOn();
        } else {
            finishIfThrough();
        }
    }

    /** So much content was dropped after an answer. */
    void dropped(int bytes) {
        own().dropped(bytes);
    }

    void write(Object message, ChannelPromise promise) {
        switch (state) {
            case UNASKED -> refuse(message, promise, "the request has not been forwarded");
            case ASKED -> first(message, promise);
            case COLLECTING, HOLDING -> hold(message, promise);
            case OPEN -> pass(message, promise);
            case REPLACED -> own().swallow(message, promise);
            case ENDED -> refuse(message, promise, "the response is complete");
        }
    }

    /** A handler threw; returns false where that changes nothing. */
    boolean handlerFailed(Throwable cause) {
        switch (state) {
            case ASKED, COLLECTING, HOLDING -> {
                replaceHeld(cause);
                own().send(Answers.failure(passage.responseEdits()), Ending.Kind.FAILED, cause);
                return true;
            }
            case OPEN -> {
                complete(new Ending(Ending.Kind.FAILED, status(), crossing.received(), sent, cause));
                CutOff.prepare(line.ctx().channel(), head);
                line.abort();
                return true;
            }
            case REPLACED -> {
                own().endAfterwards(); // whatever the handler still writes must not be taken for the next answer
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    /** The connection is gone. */
    void clientLeft(@Nullable Throwable cause) {
        over = true;
        if (held != null) {
            held.drop(new ClosedChannelException(), new ArrayDeque<>());
        }
        if (own != null) {
            own.clientLeft();
        }
        complete(new Ending(Ending.Kind.CANCELLED, 0, crossing.received(), sent, cause));
    }

    private void first(Object message, ChannelPromise promise) {
        if (informational) {
            informational = !(message instanceof LastHttpContent);
            line.ctx().write(message, promise);
        } else if (!(message instanceof HttpResponse response)) {
            refuse(message, promise, "a response begins with its head");
        } else if (response.status().code() < 200 && response.status().code() != 101) {
            informational = !(message instanceof LastHttpContent);
            line.ctx().write(message, promise);
        } else if (passage.watchesResponse()) {
            head = response;
            state = State.HOLDING;
            held().add(message, promise);
            follow(passage.response(new ResponseHead(response.status().code(), Fields.copy(response.headers()))));
        } else {
            head = response;
            state = State.OPEN;
            pass(message, promise);
        }
    }

    private void hold(Object message, ChannelPromise promise) {
        if (held().ended()) {
            refuse(message, promise, "the response is complete");
            return;
        }
        if (state == State.COLLECTING && message instanceof FileRegion region) {
            try {
                held().addReadable(region, limit, promise);
            } catch (IOException e) {
                region.release();
                promise.tryFailure(e);
                handlerFailed(e);
                return;
            }
        } else {
            held().add(message, promise);
        }
        if (state == State.COLLECTING) {
            collected();
        }
    }

    private void collected() {
        if (held().ended() || held().bytes() > limit) {
            state = State.HOLDING;
            follow(passage.responseBody(held().body(limit)));
        } else if (held().bytes() - told >= TOLD_EVERY) {
            told = held().bytes();
            Step early = passage.collected((int) told);
            if (early != null) {
                state = State.HOLDING;
                follow(early);
            }
        }
    }

    private void follow(Step step) {
        if (step instanceof Step.Park park) {
            park.next().whenComplete((next, failure) -> resume(next));
        } else if (step instanceof Step.Collect collect) {
            limit = collect.limit();
            state = State.COLLECTING;
            collected();
        } else if (step instanceof Step.Reply reply) {
            replaceHeld(null);
            own().send(reply, false);
        } else {
            release();
        }
    }

    private void resume(Step next) {
        if (!over && state == State.HOLDING && line.ctx().executor().inEventLoop()) {
            follow(next);
            line.ctx().flush(); // whatever the handlers have flushed was held
        }
    }

    /** Sends what was held, and lets the rest pass. Handlers may write while their promises are kept here. */
    private void release() {
        HttpResponse held0 = head;
        if (held0 != null) {
            Fields.apply(passage.responseEdits(), held0.headers());
        }
        Held.Write write = held().poll();
        while (write != null) {
            pass(write.message(), write.promise());
            write = held().poll();
        }
        if (state == State.HOLDING) {
            state = State.OPEN;
        }
    }

    private void pass(Object message, ChannelPromise promise) {
        sent += hasContent() ? Held.size(message) : 0;
        if (!(message instanceof LastHttpContent)) {
            line.ctx().write(message, promise);
            return;
        }
        state = State.ENDED;
        upgrade = status() == 101 || (status() / 100 == 2 && request.method().equals(HttpMethod.CONNECT));
        if (upgrade) {
            line.upgraded();
        }
        untold = promise.isVoid();
        if (untold) {
            line.ctx().write(message, new LastWrite(line, this));
        } else {
            promise.addListener(future -> lastWritten(future.cause()));
            line.ctx().write(message, promise);
        }
    }

    /** The last of the response has been written, or could not be. */
    void lastWritten(@Nullable Throwable failure) {
        if (failure == null) {
            Ending.Kind kind = upgrade ? Ending.Kind.UPGRADED : Ending.Kind.SENT;
            complete(new Ending(kind, status(), crossing.received(), sent, null));
            over = true;
            finishIfThrough();
        } else {
            complete(new Ending(Ending.Kind.CANCELLED, 0, crossing.received(), sent, failure));
            if (untold) {
                line.ctx().channel().pipeline().fireExceptionCaught(failure); // as a void promise does
            }
        }
    }

    private void finishIfThrough() {
        if (state == State.ENDED && over && crossing.requestEnded()) {
            crossing.finished();
        }
    }

    private void replaceHeld(@Nullable Throwable cause) {
        state = State.REPLACED;
        if (held != null) {
            if (held.ended()) {
                own().handlersAreDone();
            }
            held.drop(cause, own().promises());
        }
        head = null;
    }

    private boolean hasContent() {
        int status = status();
        return !request.method().equals(HttpMethod.HEAD) && status >= 200 && status != 204 && status != 304;
    }

    private int status() {
        return head == null ? 0 : head.status().code();
    }

    private void complete(Ending ending) {
        passage.complete(ending);
    }

    private static void refuse(Object message, ChannelPromise promise, String why) {
        ReferenceCountUtil.release(message);
        promise.tryFailure(new IllegalStateException(why));
    }
}
