#pragma once

#include "app/shell/picture.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {

/// A picture at a third of its size: each pixel is the average of nine, without its last two bits.
/// Small enough to be kept, and a text that moves by a pixel still shows.
struct Golden {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> rgb;

  [[nodiscard]] bool fits(const Golden& other) const {
    return width == other.width && height == other.height;
  }
};
[[nodiscard]] Golden make_golden(const app::shell::Picture& picture);

/// Channels that are no further apart than this are the same: drawing without a GPU rounds a little
/// differently on each kind of processor. The grounds of the dark theme lie eight apart.
inline constexpr int kSameChannel = 4;
/// So many pixels may differ: fewer than a digit has.
inline constexpr std::size_t kDifferentPixels = 5;

/// How many pixels differ; all of the larger where the sizes do.
[[nodiscard]] std::size_t count_differences(const Golden& a, const Golden& b);

/// The picture looks like the one kept under this name. If not, what was drawn and a picture that
/// marks the differences are written into the build folder. With ORCHARD_RENEW_GOLDENS set, what
/// was drawn is kept from now on.
[[nodiscard]] testing::AssertionResult looks_like_golden(const std::string& name,
                                                         const app::shell::Picture& picture);

}  // namespace orchard::test
