#include "tests/shell/goldens/golden.h"

#include "app/shell/png_file.h"
#include "tests/shell/goldens/golden_file.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace orchard::test {
namespace {

namespace fs = std::filesystem;

bool same_pixel(const Golden& a, const Golden& b, std::size_t pixel) {
  for (std::size_t channel = 3 * pixel; channel < 3 * pixel + 3; ++channel)
    if (std::abs(int{a.rgb[channel]} - int{b.rgb[channel]}) > kSameChannel) return false;
  return true;
}

/// The one that was drawn, faint, with the pixels that differ in red.
Golden mark_differences(const Golden& drawn, const Golden& kept) {
  Golden marked = drawn;
  for (unsigned char& channel : marked.rgb) channel = static_cast<unsigned char>(channel / 3);
  if (!drawn.fits(kept)) return marked;
  for (std::size_t pixel = 0; pixel < drawn.rgb.size() / 3; ++pixel) {
    if (same_pixel(drawn, kept, pixel)) continue;
    marked.rgb[3 * pixel] = 255;
    marked.rgb[3 * pixel + 1] = marked.rgb[3 * pixel + 2] = 64;
  }
  return marked;
}

testing::AssertionResult written(const fs::path& file, const Golden& golden) {
  fs::create_directories(file.parent_path());
  if (!write_golden(file, golden))
    return testing::AssertionFailure() << "cannot write " << file.string();
  return testing::AssertionSuccess();
}

}  // namespace

Golden make_golden(const app::shell::Picture& picture) {
  constexpr int kStep = 3;
  Golden golden{picture.width / kStep, picture.height / kStep, {}};
  for (int y = 0; y < golden.height; ++y)
    for (int x = 0; x < golden.width; ++x)
      for (int channel = 0; channel < 3; ++channel) {
        int sum = 0;
        for (int i = 0; i < kStep * kStep; ++i) {
          const int pixel = (kStep * y + i / kStep) * picture.width + kStep * x + i % kStep;
          sum +=
              picture.rgb[3 * static_cast<std::size_t>(pixel) + static_cast<std::size_t>(channel)];
        }
        golden.rgb.push_back(static_cast<unsigned char>(sum / (kStep * kStep) & 0xFC));
      }
  return golden;
}

std::size_t count_differences(const Golden& a, const Golden& b) {
  if (!a.fits(b)) return std::max(a.rgb.size(), b.rgb.size()) / 3;
  std::size_t count = 0;
  for (std::size_t pixel = 0; pixel < a.rgb.size() / 3; ++pixel)
    if (!same_pixel(a, b, pixel)) ++count;
  return count;
}

testing::AssertionResult looks_like_golden(const std::string& name,
                                           const app::shell::Picture& picture) {
  const Golden drawn = make_golden(picture);
  const fs::path file = fs::path(ORCHARD_GOLDENS) / (name + ".png");
  const auto kept = read_golden(file);
  const std::size_t different = kept ? count_differences(drawn, *kept) : 0;
  if (kept && different <= kDifferentPixels) return testing::AssertionSuccess();
  if (std::getenv("ORCHARD_RENEW_GOLDENS") != nullptr) return written(file, drawn);
  const fs::path folder = ORCHARD_GOLDEN_DIFFERENCES;
  const fs::path shown = folder / (name + ".png");
  fs::create_directories(folder);
  if (const auto result = app::shell::write_png(shown, picture.width, picture.height, picture.rgb);
      !result)
    return testing::AssertionFailure() << result.error().message;
  if (!kept)
    return testing::AssertionFailure() << "there is no " << file.string() << "; drawn was "
                                       << shown.string() << ". If it is right: ./dev goldens";
  const fs::path marked = folder / (name + "-difference.png");
  if (const auto result = written(marked, mark_differences(drawn, *kept)); !result) return result;
  return testing::AssertionFailure()
         << different << " pixels of " << name << " differ (" << kDifferentPixels
         << " may); drawn was " << shown.string() << ", the differences are red in "
         << marked.string() << ". If it is right: ./dev goldens";
}

}  // namespace orchard::test
