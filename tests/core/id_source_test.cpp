#include "core/base/id_source.h"

#include "tests/support/fake_id_source.h"
#include "tests/support/sanitizer.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orchard::core {
namespace {

using testing::MatchesRegex;

constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/// Gives the same number for ever.
class ConstantSource final : public IdSource {
 public:
  explicit ConstantSource(std::uint64_t value) : value_(value) {}
  std::uint64_t next() override { return value_; }

 private:
  std::uint64_t value_;
};

TEST(IdSource, MakesUuidsOfVersionFour) {
  const struct {
    std::uint64_t drawn;
    const char* uuid;
  } cases[] = {
      {0, "00000000-0000-4000-8000-000000000000"},
      {~std::uint64_t{0}, "ffffffff-ffff-4fff-bfff-ffffffffffff"},
      {0x0123456789abcdef, "01234567-89ab-4def-8048-456789abcdef"},
  };
  for (const auto& c : cases) {
    ConstantSource source(c.drawn);
    EXPECT_EQ(make_uuid(source), c.uuid);
  }
}

TEST(IdSource, NeverRepeatsItself) {
  test::FakeIdSource source;
  std::set<std::string> uuids;
  std::set<std::string> short_ids;
  constexpr std::size_t kIds = test::kHasSanitizer ? 2'000 : 20'000;
  for (std::size_t i = 0; i < kIds; ++i) {
    uuids.insert(make_uuid(source));
    short_ids.insert(make_short_id(source));
  }
  EXPECT_EQ(uuids.size(), kIds);
  EXPECT_EQ(short_ids.size(), kIds);
  for (const std::string& uuid : uuids) ASSERT_THAT(uuid, MatchesRegex(kUuid));
  for (const std::string& id : short_ids) ASSERT_THAT(id, MatchesRegex("[0-9a-f]{12}"));
}

TEST(IdSource, TheSystemsGivesDifferentValues) {
  SystemIdSource source;
  std::set<std::uint64_t> values;
  for (int i = 0; i < 1000; ++i) values.insert(source.next());
  EXPECT_EQ(values.size(), 1000U);
  EXPECT_THAT(make_uuid(source), MatchesRegex(kUuid));
}

}  // namespace
}  // namespace orchard::core
