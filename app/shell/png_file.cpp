#include "app/shell/png_file.h"

#include <cstring>

#include <fmt/format.h>
#include <png.h>

namespace orchard::app::shell {

core::Result<void> write_png(const std::filesystem::path& file, int width, int height,
                             std::span<const unsigned char> rgb) {
  if (width <= 0 || height <= 0 ||
      rgb.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3) {
    return core::fail(core::ErrorCode::invalid_argument,
                      "The picture's bytes do not fit its size.");
  }
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  if (png_image_write_to_file(&image, file.c_str(), 0, rgb.data(), 0, nullptr) == 0) {
    return core::fail(core::ErrorCode::io,
                      fmt::format("The picture {} cannot be written ({}); choose another place.",
                                  file.string(), image.message));
  }
  return {};
}

}  // namespace orchard::app::shell
