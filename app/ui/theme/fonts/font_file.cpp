#include "app/ui/theme/fonts/font_file.h"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

namespace orchard::app::ui {
namespace {

constexpr std::size_t kLargestFont = 64U << 20U;

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

  [[nodiscard]] std::optional<std::uint32_t> u32(std::size_t at) const {
    if (at + 4 > bytes_.size()) return std::nullopt;
    return byte(at) << 24U | byte(at + 1) << 16U | byte(at + 2) << 8U | byte(at + 3);
  }
  [[nodiscard]] std::optional<std::uint32_t> u16(std::size_t at) const {
    if (at + 2 > bytes_.size()) return std::nullopt;
    return byte(at) << 8U | byte(at + 1);
  }
  [[nodiscard]] std::optional<int> i16(std::size_t at) const {
    const auto value = u16(at);
    if (!value) return std::nullopt;
    return static_cast<std::int16_t>(*value);
  }

 private:
  [[nodiscard]] std::uint32_t byte(std::size_t at) const {
    return static_cast<std::uint32_t>(bytes_[at]);
  }
  std::span<const std::byte> bytes_;
};

constexpr std::uint32_t tag(const char (&name)[5]) {
  std::uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    value = value << 8U | static_cast<std::uint32_t>(static_cast<unsigned char>(name[i]));
  }
  return value;
}

using Tables = std::map<std::uint32_t, std::size_t>;

std::optional<Tables> read_tables(const Reader& reader, std::size_t size) {
  // Of a collection the first font is meant.
  const std::size_t begin = reader.u32(0) == tag("ttcf") ? reader.u32(12).value_or(0) : 0;
  const auto version = reader.u32(begin);
  const auto count = reader.u16(begin + 4);
  if (!version || !count) return std::nullopt;
  if (*version != 0x00010000U && *version != tag("OTTO") && *version != tag("true")) {
    return std::nullopt;
  }
  Tables tables;
  for (std::size_t i = 0; i < *count; ++i) {
    const std::size_t row = begin + 12 + 16 * i;
    const auto name = reader.u32(row);
    const auto offset = reader.u32(row + 8);
    const auto length = reader.u32(row + 12);
    if (!name || !offset || !length) return std::nullopt;
    if (std::size_t{*offset} + *length > size) return std::nullopt;
    tables[*name] = *offset;
  }
  return tables;
}

bool is_complete(const Tables& tables) {
  for (const std::uint32_t needed :
       {tag("head"), tag("hhea"), tag("hmtx"), tag("maxp"), tag("cmap")}) {
    if (!tables.contains(needed)) return false;
  }
  const bool true_type = tables.contains(tag("glyf")) && tables.contains(tag("loca"));
  return true_type || tables.contains(tag("CFF "));
}

}  // namespace

core::Result<FaceMetrics> check_font(std::span<const std::byte> bytes) {
  const Reader reader(bytes);
  const auto tables = read_tables(reader, bytes.size());
  if (!tables || !is_complete(*tables)) {
    return core::fail(core::ErrorCode::corrupt,
                      "The font file is damaged; install its package again.");
  }
  const auto units = reader.u16(tables->at(tag("head")) + 18);
  const auto ascent = reader.i16(tables->at(tag("hhea")) + 4);
  const auto descent = reader.i16(tables->at(tag("hhea")) + 6);
  if (!units || !ascent || !descent || *units == 0 || *ascent <= 0 || *ascent <= *descent) {
    return core::fail(core::ErrorCode::corrupt,
                      "The font file has no usable metrics; install its package again.");
  }
  const auto em = static_cast<float>(*units);
  return FaceMetrics{.ascent = static_cast<float>(*ascent) / em,
                     .descent = static_cast<float>(-*descent) / em};
}

core::Result<FontFile> read_font(const std::string& path) {
  std::ifstream stream(path, std::ios::binary | std::ios::ate);
  if (!stream) {
    return core::fail(core::ErrorCode::unavailable,
                      "The font " + path + " is missing; install its package.");
  }
  const auto size = static_cast<std::streamoff>(stream.tellg());
  if (size <= 0 || static_cast<std::size_t>(size) > kLargestFont) {
    return core::fail(core::ErrorCode::corrupt,
                      "The font " + path + " has an impossible size; install its package again.");
  }
  FontFile file;
  file.bytes.resize(static_cast<std::size_t>(size));
  stream.seekg(0);
  stream.read(reinterpret_cast<char*>(file.bytes.data()), size);
  if (!stream) return core::fail(core::ErrorCode::io, "The font " + path + " cannot be read.");
  ORCHARD_TRY(file.metrics, check_font(file.bytes));
  return file;
}

}  // namespace orchard::app::ui
