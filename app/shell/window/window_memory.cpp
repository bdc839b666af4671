#include "app/shell/window/window_memory.h"

#include "core/io/file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace orchard::app::shell {
namespace {

template <class Number>
void read_number(std::string_view text, Number smallest, Number largest, Number& target) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return;
  if (value >= smallest && value <= largest) target = value;
}

constexpr std::array<std::pair<std::string_view, FigureWindow>, 3> kPeriods = {
    {{"24h", FigureWindow::day}, {"7d", FigureWindow::week}, {"30d", FigureWindow::month}}};

std::string_view name_of(FigureWindow period) {
  for (const auto& [name, value] : kPeriods)
    if (value == period) return name;
  return kPeriods.back().first;
}

void read_period(std::string_view text, FigureWindow& target) {
  for (const auto& [name, value] : kPeriods)
    if (name == text) target = value;
}

bool is_word(std::string_view text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
  return !text.empty() && text.size() <= 32 && std::ranges::all_of(text, fits);
}

}  // namespace

std::string to_text(const WindowMemory& memory) {
  std::string text =
      fmt::format("x {}\ny {}\nwidth {}\nheight {}\nsidebar {}\npanel {}\n", memory.x, memory.y,
                  memory.width, memory.height, memory.sidebar_width, memory.panel_width);
  text += fmt::format("theme {}\nscale {}\n", memory.theme, memory.scale);
  text += fmt::format("usage-period {}\nusage-chart {}\n", name_of(memory.usage_period),
                      memory.usage_as_line ? "line" : "bars");
  if (memory.sidebar_folded) text += fmt::format("folded {}\n", *memory.sidebar_folded ? 1 : 0);
  return text;
}

WindowMemory parse_window_memory(std::string_view text) {
  WindowMemory memory;
  while (!text.empty()) {
    const std::size_t newline = text.find('\n');
    const std::string_view line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) continue;
    const std::string_view name = line.substr(0, space);
    const std::string_view value = line.substr(space + 1);
    if (name == "x") read_number(value, 0, 32000, memory.x);
    if (name == "y") read_number(value, 0, 32000, memory.y);
    if (name == "width") read_number(value, 480, 16000, memory.width);
    if (name == "height") read_number(value, 360, 16000, memory.height);
    if (name == "sidebar") read_number(value, 200.0F, 420.0F, memory.sidebar_width);
    if (name == "folded" && (value == "0" || value == "1")) memory.sidebar_folded = value == "1";
    if (name == "theme" && is_word(value)) memory.theme = value;
    if (name == "scale") read_number(value, 0.5F, 6.0F, memory.scale);
    if (name == "usage-period") read_period(value, memory.usage_period);
    if (name == "usage-chart" && (value == "bars" || value == "line"))
      memory.usage_as_line = value == "line";
    if (name == "panel") read_number(value, 240.0F, 640.0F, memory.panel_width);
  }
  return memory;
}

WindowMemory load_window_memory(const std::filesystem::path& file) {
  const auto text = core::read_file(file);
  return text ? parse_window_memory(*text) : WindowMemory{};
}

core::Result<void> save_window_memory(const std::filesystem::path& file,
                                      const WindowMemory& memory) {
  return core::write_file_atomically(file, to_text(memory));
}

}  // namespace orchard::app::shell
