#include "app/cli/usage/model_names.h"

#include <gtest/gtest.h>

namespace orchard::app {
namespace {

TEST(ModelNames, DropTheVendorAndCountTheRest) {
  EXPECT_EQ(short_model("claude-opus-4-8"), "opus-4-8");
  EXPECT_EQ(short_model("acme-9"), "acme-9");
  EXPECT_EQ(short_model(""), "unknown model");
  EXPECT_EQ(model_list({}), "");
  EXPECT_EQ(model_list({"claude-opus-4-8", "acme-9"}), "opus-4-8, acme-9");
  EXPECT_EQ(model_list({"a", "b", "c", "d", "e"}), "a, b, c +2");
}

}  // namespace
}  // namespace orchard::app
