#include "core/base/error.h"

#include "core/base/result.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace orchard::core {
namespace {

TEST(Error, DescribesWhatWasTried) {
  const Error plain{ErrorCode::io, "The disk is full.", {}};
  EXPECT_EQ(plain.describe(), "The disk is full.");
  const Error nested =
      Error(plain).with_context("saving settings").with_context("closing the window");
  EXPECT_EQ(nested.describe(),
            "The disk is full. (while saving settings) (while closing the window)");
  EXPECT_EQ(nested.code, ErrorCode::io);
}

TEST(Error, NamesEveryCodeDifferently) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(ErrorCode::internal); ++code)
    names.insert(to_string(static_cast<ErrorCode>(code)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(ErrorCode::internal) + 1);
}

Result<std::string> give(bool good) {
  if (good) return std::string("value");
  return fail(ErrorCode::busy, "In use.");
}

Result<std::size_t> measure(bool first, bool second) {
  ORCHARD_TRY(const std::string text, give(first));
  ORCHARD_CHECK(give(second));
  return text.size();
}

TEST(Result, LeavesAtTheFirstError) {
  EXPECT_EQ(measure(true, true).value(), 5U);
  EXPECT_EQ(measure(false, true).error().code, ErrorCode::busy);
  EXPECT_EQ(measure(true, false).error().message, "In use.");
}

}  // namespace
}  // namespace orchard::core
