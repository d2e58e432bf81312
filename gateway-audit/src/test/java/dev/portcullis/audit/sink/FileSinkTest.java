package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.audit.chain.ChainRecovery;
import dev.portcullis.audit.chain.ChainState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest extends SinkContract {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("audit/audit.jsonl");
    }

    @Override
    protected Sink open() throws Exception {
        return FileSink.open(file());
    }

    @Override
    protected List<String> arrived(int lines) throws Exception {
        return Files.readAllLines(file());
    }

    @Test
    void twoWritersCannotHaveOneFile() throws Exception {
        try (Sink first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is being written by another process");
            assertThat(first.name()).contains("audit.jsonl");
        }
        open().close();
    }

    @Test
    void aFileThatIsDeletedIsThereAgainWithAllThatWasWritten() throws Exception {
        List<String> sent = new ArrayList<>();
        try (FileSink sink = FileSink.open(file())) {
            sink.write(batch(3, sent));
            assertThat(sink.restoreIfReplaced()).isFalse();
            Files.delete(file());
            sink.write(batch(2, sent));
            assertThat(sink.restoreIfReplaced()).isTrue();
            sink.write(batch(2, sent));
            assertThat(arrived(7)).isEqualTo(sent);
        }
    }

    @Test
    void aFileThatIsReplacedIsPutAsideAndItsOwnRestored() throws Exception {
        List<String> sent = new ArrayList<>();
        try (FileSink sink = FileSink.open(file())) {
            sink.write(batch(3, sent));
            Files.delete(file());
            Files.writeString(file(), "forged\n");
            assertThat(sink.restoreIfReplaced()).isTrue();
            assertThat(arrived(3)).isEqualTo(sent);
        }
        try (var files = Files.list(file().getParent())) {
            assertThat(files.filter(path -> path.toString().contains(".foreign-")))
                    .hasSize(1);
        }
    }

    @Test
    void whatACrashLeftHalfWrittenIsTakenBackAndTheChainGoesOnAfterTheLastRecord() throws Exception {
        List<String> sent = new ArrayList<>();
        try (FileSink sink = FileSink.open(file())) {
            sink.write(batch(5, sent));
        }
        Files.writeString(file(), "{\"half\":", UTF_8, StandardOpenOption.APPEND);
        try (FileSink sink = FileSink.open(file())) {
            ChainRecovery found = sink.recover(ChainState.beginning(null));
            assertThat(found.state().seq()).isEqualTo(5);
            assertThat(found.continued()).isEqualTo(5);
            assertThat(found.damaged()).isFalse();
        }
        assertThat(arrived(5)).isEqualTo(sent);
    }

    @Test
    void whatDoesNotLinkStaysForTheVerifierToFind() throws Exception {
        List<String> sent = new ArrayList<>();
        try (FileSink sink = FileSink.open(file())) {
            sink.write(batch(5, sent));
        }
        sent.set(3, sent.get(3).replace("quoted", "edited"));
        Files.write(file(), sent);
        try (FileSink sink = FileSink.open(file())) {
            ChainRecovery found = sink.recover(ChainState.beginning(null));
            assertThat(found.state().seq()).isEqualTo(3);
            assertThat(found.damaged()).isTrue();
        }
        assertThat(arrived(5)).isEqualTo(sent);
    }

    @Test
    void theStateSurvivesOneTornCopy() throws Exception {
        Path path = folder.resolve("state");
        ChainState first = new ChainState(7, "a".repeat(64), new byte[32]);
        ChainState second = new ChainState(9, "b".repeat(64), new byte[32]);
        try (StateFile state = new StateFile(path)) {
            state.save(first, 70);
            state.save(second, 90);
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int torn : new int[] {30, 542}) {
            byte[] damaged = bytes.clone();
            damaged[torn] ^= 1;
            Files.write(path, damaged);
            try (StateFile state = new StateFile(path)) {
                assertThat(state.load().state().seq()).isEqualTo(9);
                assertThat(state.load().length()).isEqualTo(90);
            }
        }
    }
}
