package io.quantumvault.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FileDescriptorsTest {
  @Test
  void whereThereIsRoomAllAreLetIn() {
    assertThat(new FileDescriptors(65_536, 300).connections(1024)).isEqualTo(1024);
    assertThat(new FileDescriptors(1024 + 300 + 128, 300).connections(1024)).isEqualTo(1024);
  }

  @Test
  void onASmallMachineSomeAreKeptForOthers() {
    assertThat(new FileDescriptors(1024, 300).connections(1024)).isEqualTo(1024 - 300 - 128);
  }

  @Test
  void whereThereIsNextToNoneItSaysWhatToDo() {
    assertThat(new FileDescriptors(444, 300).connections(1024)).isEqualTo(16);
    assertThatThrownBy(() -> new FileDescriptors(443, 300).connections(1024))
        .hasMessageContaining("443 files")
        .hasMessageContaining("raise ulimit -n");
  }

  @Test
  void thisProcessHasRoom() {
    FileDescriptors own = FileDescriptors.ofThisProcess();
    assertThat(own.most()).isGreaterThan(own.open());
  }
}
