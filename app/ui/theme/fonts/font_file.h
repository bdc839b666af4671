#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace orchard::app::ui {

/// What placing text needs to know about a face, in parts of its em.
struct FaceMetrics {
  float ascent = 0;   ///< from hhea, above the baseline
  float descent = 0;  ///< below the baseline, positive
  /// Dear ImGui's size is ascent + descent, designers' is the em: the ratio of the two.
  [[nodiscard]] float size_factor() const { return ascent + descent; }
};

/// A font file in memory whose tables all lie inside it. Plain value.
struct FontFile {
  std::vector<std::byte> bytes;
  FaceMetrics metrics;
};

/// Checks the table directory of a TrueType or CFF font, or of the first of a collection, and reads
/// its metrics. The rasteriser ends the program on a broken file, so nothing unchecked may reach
/// it. Source: the OpenType specification, "Font tables", "Font collections", "hhea", "head".
[[nodiscard]] core::Result<FaceMetrics> check_font(std::span<const std::byte> bytes);

/// Error unavailable when the file is missing, corrupt when it is no usable font.
[[nodiscard]] core::Result<FontFile> read_font(const std::string& path);

}  // namespace orchard::app::ui
