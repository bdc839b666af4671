#include "tests/shell/goldens/golden_file.h"

#include <cstring>
#include <fstream>
#include <string>
#include <string_view>

#include <png.h>
#include <zlib.h>

namespace orchard::test {
namespace {

using Bytes = std::basic_string<unsigned char>;

Bytes big_endian(std::uint32_t value) {
  return {static_cast<unsigned char>(value >> 24), static_cast<unsigned char>(value >> 16),
          static_cast<unsigned char>(value >> 8), static_cast<unsigned char>(value)};
}

/// Length, type, data and their sum, as every part of a PNG (its specification, section 5.3).
Bytes chunk(std::string_view type, const Bytes& data) {
  Bytes named(type.begin(), type.end());
  named += data;
  const auto sum = ::crc32(0, named.data(), static_cast<uInt>(named.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + named +
         big_endian(static_cast<std::uint32_t>(sum));
}

}  // namespace

std::optional<Golden> read_golden(const std::filesystem::path& file) {
  png_image image;
  std::memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  if (::png_image_begin_read_from_file(&image, file.c_str()) == 0) return std::nullopt;
  image.format = PNG_FORMAT_RGB;
  Golden golden{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  golden.rgb.resize(PNG_IMAGE_SIZE(image));
  if (::png_image_finish_read(&image, nullptr, golden.rgb.data(), 0, nullptr) == 0)
    return std::nullopt;
  return golden;
}

bool write_golden(const std::filesystem::path& file, const Golden& golden) {
  const auto row = static_cast<std::size_t>(golden.width) * 3;
  Bytes lines;
  for (std::size_t at = 0; at < golden.rgb.size(); at += row) {
    lines.push_back(0);  // no filter
    lines.append(golden.rgb.data() + at, row);
  }
  uLongf size = ::compressBound(static_cast<uLong>(lines.size()));
  Bytes packed(size, 0);
  if (::compress2(packed.data(), &size, lines.data(), static_cast<uLong>(lines.size()), 9) != Z_OK)
    return false;
  packed.resize(size);
  // Eight bits a channel, RGB, neither filter choice nor interlacing.
  const Bytes head = big_endian(static_cast<std::uint32_t>(golden.width)) +
                     big_endian(static_cast<std::uint32_t>(golden.height)) + Bytes{8, 2, 0, 0, 0};
  const Bytes png = Bytes{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'} + chunk("IHDR", head) +
                    chunk("IDAT", packed) + chunk("IEND", {});
  std::ofstream out(file, std::ios::binary);
  out.write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
  out.close();
  return !out.fail();
}

}  // namespace orchard::test
