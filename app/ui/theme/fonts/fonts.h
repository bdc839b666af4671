#pragma once

#include "app/ui/theme/fonts/font_file.h"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

struct ImFont;
struct ImFontAtlas;

namespace orchard::app::ui {

/// Every face and size that is drawn; the number is the em in px at 100 %.
enum class Font : unsigned char {
  regular_12,
  regular_13,
  regular_15,
  italic_15,
  medium_12,
  medium_13,
  caps_11,  ///< SemiBold with wider spacing
  semibold_12,
  semibold_13,
  semibold_15,
  semibold_18,
  semibold_28,
  mono_11,
  mono_12,
  mono_13,
  mono_bold_11,
  mono_bold_12,
  icon_11,
  icon_12,
  icon_14,
};
inline constexpr std::size_t kFontCount = static_cast<std::size_t>(Font::icon_14) + 1;

/// How a font of the list sits on a line.
struct FontEntry {
  ImFont* font = nullptr;
  float line_height = 0;  ///< logical px
  float ascent = 0;       ///< whole device px above the baseline, of the em
  float descent = 0;      ///< whole device px below it
};

/// A character outside the small set that every font has from the start.
struct RareCharacter {
  Font font = Font::regular_13;
  char32_t code_point = 0;
  auto operator<=>(const RareCharacter&) const = default;
};
using RareCharacters = std::set<RareCharacter>;

/// Where the packages of the distribution put the faces.
struct FontFolders {
  std::string inter = "/usr/share/fonts/opentype/inter";
  std::string mono = "/usr/share/fonts/truetype/jetbrains-mono";
  std::string icons = "/usr/share/fonts/truetype/font-awesome";
  std::string east_asian = "/usr/share/fonts/truetype/wqy";
};

/// The font files and the atlas entries made from them. Files are read once and stay as long as
/// the atlas uses them; a missing face is replaced by the built-in one. UI thread.
class Fonts {
 public:
  explicit Fonts(const FontFolders& folders = {});

  /// Fills the atlas for this scale (1 = 100 %) with the small set and all that was wanted;
  /// `light_on_dark` makes strokes slightly heavier, as dark themes need. Never between NewFrame
  /// and Render. The texture is the caller's business.
  void build(ImFontAtlas& atlas, float scale, bool light_on_dark);

  /// The next build takes these in, from the face of their font or else from the East Asian one,
  /// which is read when it is first needed. Of small alphabets their neighbours come along, so that
  /// a text brings few builds. When there are too many, those that were wanted before are dropped;
  /// when that happened just now, as all are on the screen at once, the new ones are not taken.
  void want(const RareCharacters& characters);
  /// Whether it was wanted since it was dropped; a character may still be in none of the faces.
  [[nodiscard]] bool is_wanted(const RareCharacter& character) const {
    return wanted_.contains(character);
  }
  /// Whether something is wanted that the last build did not know.
  [[nodiscard]] bool misses_wanted() const { return misses_wanted_; }
  /// Counts the builds: what was measured in another may be wrong.
  [[nodiscard]] std::uint64_t build_count() const { return build_count_; }

  [[nodiscard]] const FontEntry& operator[](Font font) const {
    return entries_[static_cast<std::size_t>(font)];
  }
  [[nodiscard]] float scale() const { return scale_; }
  /// The faces that could not be read, one sentence each.
  [[nodiscard]] const std::vector<std::string>& problems() const { return problems_; }

 private:
  static constexpr std::size_t kFaceCount = 7;

  /// Pairs of first and last as Dear ImGui wants them, which keeps pointing to them.
  using Ranges = std::vector<std::uint16_t>;
  [[nodiscard]] Ranges ranges_of(Font font) const;
  void read_east_asian_face();

  FontFolders folders_;
  std::array<std::optional<FontFile>, kFaceCount> faces_;
  std::optional<FontFile> east_asian_;
  bool east_asian_was_read_ = false;
  RareCharacters wanted_;
  bool misses_wanted_ = false;
  std::optional<std::uint64_t> dropped_at_;  ///< the count of builds when some were dropped
  std::array<Ranges, kFontCount> ranges_;    ///< the small set, then what is wanted
  std::array<FontEntry, kFontCount> entries_{};
  std::vector<std::string> problems_;
  float scale_ = 1;
  std::uint64_t build_count_ = 0;
};

/// True for a character that fonts have only when it is wanted.
[[nodiscard]] bool is_rare(char32_t code_point);

}  // namespace orchard::app::ui
