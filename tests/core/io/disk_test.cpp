#include "core/io/disk.h"

#include "tests/support/temp_dir.h"

#include <gtest/gtest.h>

namespace orchard::core {
namespace {

TEST(Disk, TellsWhetherItTakesSomething) {
  const test::TempDir dir;
  EXPECT_EQ(disk_state(dir.path()), DiskState::takes);
  EXPECT_EQ(disk_state(dir / "missing"), DiskState::takes) << "nothing is known of it";
  EXPECT_NE(disk_state("/proc"), DiskState::takes) << "it has no blocks at all";
}

}  // namespace
}  // namespace orchard::core
