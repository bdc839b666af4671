#include "app/ui/widgets/canvas.h"

#include <algorithm>
#include <cfloat>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

namespace orchard::app::ui {
namespace {

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

// An empty view may point nowhere, which Dear ImGui would take for the begin of a C string.
float measure(const ImFont* font, const char* begin, const char* end) {
  if (begin == end) return 0;
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, begin, end).x;
}

// Where to cut so that the rest and the ellipsis fit.
const char* cut_at(const ImFont* font, float room, std::string_view text) {
  const char* end = text.data();
  (void)font->CalcTextSizeA(font->FontSize, std::max(room, 0.0F), 0, text.data(),
                            text.data() + text.size(), &end);
  while (end > text.data() && end[-1] == ' ') --end;
  return end;
}

/// Dear ImGui also breaks behind a dot or a comma within a word, such as an address; then the line
/// ends at its last blank, if it has one.
const char* keep_word_whole(const char* begin, const char* stop, const char* end) {
  if (stop == end || *stop == ' ') return stop;
  const char* blank = stop;
  while (blank > begin && blank[-1] != ' ') --blank;
  while (blank > begin && blank[-1] == ' ') --blank;
  return blank == begin ? stop : blank;
}

}  // namespace

float Canvas::width(Font font, std::string_view text) const {
  return measure(fonts_[font].font, text.data(), text.data() + text.size()) / facts_.scale;
}

void Canvas::watch_characters(Font font, std::string_view text) const {
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    if (static_cast<unsigned char>(*at) < 0x80) {
      ++at;
      continue;
    }
    unsigned int code_point = 0;
    at += std::max(1, ImTextCharFromUtf8(&code_point, at, end));
    const RareCharacter met{font, code_point};
    if (is_rare(code_point) && !fonts_.is_wanted(met)) facts_.rare.insert(met);
  }
}

void Canvas::record(Font font, Colour colour, float x, float top, float width,
                    std::string_view text) const {
  watch_characters(font, text);
  if (facts_.record == nullptr || text.empty()) return;
  facts_.record->push_back(
      {{x, top, width, fonts_[font].line_height}, std::string(text), font, colour});
}

void Canvas::put(Font font, std::uint32_t colour, float device_x, float top, const char* begin,
                 const char* end) const {
  if (begin == end) return;
  const FontEntry& entry = fonts_[font];
  const float line = std::round(entry.line_height * facts_.scale);
  const float baseline = std::round(top * facts_.scale) +
                         std::floor((line - entry.ascent - entry.descent) / 2) + entry.ascent;
  const float y = baseline - entry.font->Ascent;
  list()->AddText(entry.font, entry.font->FontSize, {std::round(device_x), std::round(y)}, colour,
                  begin, end);
}

float Canvas::text(Font font, Colour colour, float x, float top, std::string_view text) const {
  const float w = width(font, text);
  put(font, packed(colour), px(x), top, text.data(), text.data() + text.size());
  record(font, colour, x, top, w, text);
  return w;
}

float Canvas::text_right(Font font, Colour colour, float right, float top,
                         std::string_view text) const {
  const float w = width(font, text);
  put(font, packed(colour), px(right - w), top, text.data(), text.data() + text.size());
  record(font, colour, right - w, top, w, text);
  return w;
}

float Canvas::text_centred(Font font, Colour colour, float middle, float top,
                           std::string_view text) const {
  const float w = width(font, text);
  put(font, packed(colour), px(middle - w / 2), top, text.data(), text.data() + text.size());
  record(font, colour, middle - w / 2, top, w, text);
  return w;
}

float Canvas::text_cut(Font font, Colour colour, float x, float top, float max_width,
                       std::string_view text) const {
  const float whole = width(font, text);
  if (whole <= max_width + 0.5F) return this->text(font, colour, x, top, text);
  if (max_width <= 0) return 0;
  const ImFont* face = fonts_[font].font;
  const float dots = width(font, kEllipsis);
  const char* end = cut_at(face, px(max_width - dots), text);
  const auto cut = static_cast<std::size_t>(end - text.data());
  return this->text(font, colour, x, top, std::string(text.substr(0, cut)).append(kEllipsis));
}

std::vector<std::string_view> Canvas::wrap(Font font, float width, std::string_view text,
                                           int max_lines) const {
  const ImFont* face = fonts_[font].font;
  const float room = std::max(px(width) + 0.5F, 1.0F);
  std::vector<std::string_view> result;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end && (max_lines <= 0 || static_cast<int>(result.size()) < max_lines)) {
    const char* newline = std::find(at, end, '\n');
    const char* stop =
        keep_word_whole(at, face->CalcWordWrapPositionA(1.0F, at, newline, room), newline);
    if (stop == at && at < newline) ++stop;
    while (stop < newline && (static_cast<unsigned char>(*stop) & 0xC0U) == 0x80U) ++stop;
    result.emplace_back(at, static_cast<std::size_t>(stop - at));
    at = stop;
    while (at < newline && *at == ' ') ++at;
    if (at == newline && at < end) ++at;
  }
  return result;
}

float Canvas::text_wrapped(Font font, Colour colour, float x, float top, float width,
                           std::string_view text, int max_lines, float line_height) const {
  const float step = line_height > 0 ? line_height : fonts_[font].line_height;
  const auto rows = wrap(font, width, text, max_lines > 0 ? max_lines + 1 : 0);
  float y = top;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (max_lines > 0 && static_cast<int>(i) == max_lines - 1 && i + 1 < rows.size()) {
      const std::string_view rest(
          rows[i].data(), static_cast<std::size_t>(text.data() + text.size() - rows[i].data()));
      std::string line(rest.substr(0, rest.find('\n')));
      if (line.size() < rest.size()) line += kEllipsis;
      text_cut(font, colour, x, y, width, line);
      return y + step - top;
    }
    this->text(font, colour, x, y, rows[i]);
    y += step;
  }
  return y - top;
}

void Canvas::icon(Font font, Colour colour, const Rect& box, const char* glyph) const {
  unsigned int code_point = 0;
  ImTextCharFromUtf8(&code_point, glyph, nullptr);
  const ImFont* face = fonts_[font].font;
  const ImFontGlyph* found = face->FindGlyph(static_cast<ImWchar>(code_point));
  if (found == nullptr) return;
  const float x = std::round(px(box.middle_x()) - (found->X0 + found->X1) / 2);
  const float y = std::round(px(box.middle_y()) - (found->Y0 + found->Y1) / 2);
  face->RenderChar(list(), face->FontSize, {x, y}, packed(colour),
                   static_cast<ImWchar>(code_point));
}

}  // namespace orchard::app::ui
