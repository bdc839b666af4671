#include "app/ui/charts/donut.h"
#include "app/ui/charts/spark.h"
#include "app/ui/charts/stacked_chart.h"
#include "app/ui/panels/usage/spend_cards.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 17;
constexpr float kLegendRow = 19;
constexpr float kConsumer = 39;
constexpr float kCardHeight = 96;
constexpr float kGap = 12;

void draw_card(const FigureFrame& frame, const Rect& box, const UsageCard& card) {
  const Canvas& canvas = frame.canvas;
  canvas.framed(box, Colour::surface, Colour::border, 8);
  const float x = box.x + kPad;
  const float width = box.w - 2 * kPad;
  canvas.text_cut(Font::caps_11, Colour::faint, x, box.y + 14, width, card.caption);
  const bool fits = canvas.width(Font::semibold_28, card.value) <= width;
  canvas.text_cut(fits ? Font::semibold_28 : Font::semibold_18, Colour::text, x,
                  box.y + (fits ? 31.0F : 36.0F), width, card.value);
  canvas.text_cut(Font::regular_12, Colour::muted, x, box.y + 69, width, card.context);
  figure_hint(frame, box, card.figure, card.exact);
}

std::array<Slice, kUsageSources> slices_of(const SourceRingView& ring) {
  std::array<Slice, kUsageSources> slices{};
  for (std::size_t i = 0; i < kUsageSources; ++i)
    slices.at(i) = {ring.shares.at(i).fraction, series_colour(i)};
  return slices;
}

void draw_share(const Canvas& canvas, const Rect& row, std::size_t index, const SourceShare& share,
                bool strong) {
  canvas.fill({row.x, row.y + 5, 8, 8}, series_colour(index), 2);
  const float cost = canvas.width(Font::mono_12, share.cost);
  canvas.text_right(Font::mono_12, Colour::text, row.right(), row.y + 1, share.cost);
  const float left = row.right() - std::max(60.0F, cost + 12);
  canvas.text_right(Font::mono_12, Colour::muted, left, row.y + 1, share.share);
  canvas.text_cut(Font::regular_12, strong ? Colour::text : Colour::muted, row.x + 14, row.y + 1,
                  std::max(30.0F, left - row.x - 50), source_name(kAllSources.at(index)));
}

void narrow_to_source(UsageState& usage, UsageSource source) {
  usage.wanted.page = 0;
  if (usage.wanted.source == source) {
    usage.wanted.source.reset();
  } else {
    usage.wanted.source = source;
  }
}

void narrow_to_consumer(UsageState& usage, const ConsumerLine& line) {
  usage.wanted.page = 0;
  const bool again = usage.wanted.consumer == line.id;
  usage.wanted.consumer = again ? std::string() : line.id;
  usage.consumer = again ? std::string() : line.name;
}

void draw_consumer(const Canvas& canvas, const Rect& row, const ConsumerLine& line, bool chosen,
                   bool hovered) {
  if (chosen || hovered)
    canvas.fill({row.x - 9, row.y - 2, row.w + 18, row.h - 1},
                chosen ? Colour::raised : Colour::hover, 6);
  const float x = row.x + 19;
  canvas.text(Font::mono_11, Colour::faint, row.x, row.y + 3, line.rank);
  const float value = canvas.width(Font::mono_12, line.value);
  canvas.text_right(Font::mono_12, Colour::text, row.right(), row.y + 1, line.value);
  canvas.text_cut(Font::medium_12, Colour::text, x, row.y + 1,
                  std::max(20.0F, row.right() - value - 10 - x), line.name);
  const float other = std::max(46.0F, canvas.width(Font::mono_11, line.other) + 8);
  canvas.text_right(Font::mono_11, Colour::faint, row.right(), row.y + 18, line.other);
  const Rect track{x, row.y + 23, std::max(20.0F, row.right() - other - x), 5};
  canvas.capsule(track, Colour::track);
  if (line.fraction > 0)
    canvas.capsule(
        {track.x, track.y,
         std::max(track.h, track.w * static_cast<float>(std::min(1.0, line.fraction))), track.h},
        colour_of(line.role));
}

}  // namespace

float draw_usage_cards(const FigureFrame& frame, float x, float y, float width,
                       std::span<const UsageCard> cards) {
  constexpr float kLeast = 150;
  const auto count = static_cast<float>(cards.size());
  const float fitting = std::floor((width + kGap) / (kLeast + kGap));
  const auto across = static_cast<std::size_t>(std::clamp(fitting, 1.0F, count));
  const std::size_t rows = (cards.size() + across - 1) / across;
  for (std::size_t row = 0, next = 0; row < rows; ++row) {
    // Rows that are not full share the width all the same: three above two, not four above one.
    const std::size_t in_row = (cards.size() - next + (rows - row) - 1) / (rows - row);
    const float pitch = (width + kGap) / static_cast<float>(in_row);
    for (std::size_t i = 0; i < in_row; ++i, ++next) {
      const float left = x + std::round(pitch * static_cast<float>(i));
      const float right = x + std::round(pitch * static_cast<float>(i + 1)) - kGap;
      draw_card(
          frame,
          {left, y + static_cast<float>(row) * (kCardHeight + kGap), right - left, kCardHeight},
          cards[next]);
    }
  }
  return static_cast<float>(rows) * (kCardHeight + kGap) - kGap;
}

void draw_source_card(const FigureFrame& frame, const Rect& card, const SourceRingView& ring) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("cost-by-source");
  UsageState& usage = frame.figures.usage;
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const float x = card.x + kPad;
  const float title =
      canvas.text(Font::semibold_13, Colour::text, x, card.y + 15, "Cost by source");
  figure_hint(frame, {x, card.y + 12, title, 22}, "usage_by_source", "");
  const float legend = card.bottom() - 12 - kLegendRow * kUsageSources;
  const float room = std::min(legend - card.y - 44, card.w - 2 * kPad);
  const float outer = std::clamp(room / 2 - 4, 30.0F, 220.0F);
  const float stroke = std::round(outer * 0.294F);
  const DonutPlace place{{std::round(card.middle_x()), std::round((card.y + 38 + legend) / 2)},
                         outer - stroke / 2,
                         stroke};
  const auto slices = slices_of(ring);
  const float legend_width = std::min(card.w - 2 * kPad, 320.0F);
  std::array<Rect, kUsageSources> rows{};
  for (std::size_t i = 0; i < kUsageSources; ++i)
    rows.at(i) = {std::round(card.middle_x() - legend_width / 2),
                  legend + kLegendRow * static_cast<float>(i), legend_width, kLegendRow};
  const Rect area{x, card.y + 40, card.w - 2 * kPad, card.bottom() - 10 - card.y - 40};
  const CellPick pick =
      pick_cells(canvas, "sources", area, rows, Walk::both, [&](float at_x, float at_y) {
        return slice_at(place, slices, {at_x, at_y});
      });
  const int chosen = usage.wanted.source ? static_cast<int>(*usage.wanted.source) : -1;
  donut(canvas, place, slices, pick.shown >= 0 ? pick.shown : chosen);
  const float inner = 2 * (outer - stroke) - 8;
  const bool large = canvas.width(Font::semibold_18, ring.total) <= inner;
  canvas.text_centred(large ? Font::semibold_18 : Font::semibold_13, Colour::text, place.centre.x,
                      place.centre.y - (large ? 20 : 16), ring.total);
  canvas.text_centred(Font::regular_12, Colour::faint, place.centre.x, place.centre.y + 3,
                      ring.window);
  for (std::size_t i = 0; i < kUsageSources; ++i) {
    const int index = static_cast<int>(i);
    draw_share(canvas, rows.at(i), i, ring.shares.at(i), index == pick.shown || index == chosen);
  }
  if (pick.shown >= 0 && !pick.by_key)
    figure_hint(frame, area, "usage_by_source",
                ring.shares.at(static_cast<std::size_t>(pick.shown)).hover);
  if (pick.pressed >= 0)
    narrow_to_source(usage, kAllSources.at(static_cast<std::size_t>(pick.pressed)));
}

void draw_consumers_card(const FigureFrame& frame, const Rect& card, const ConsumersView& view) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("top-consumers");
  UsageState& usage = frame.figures.usage;
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const float x = card.x + kPad;
  const float title = canvas.text(Font::semibold_13, Colour::text, x, card.y + 15, "Top consumers");
  figure_hint(frame, {x, card.y + 12, title, 22}, "usage_consumers", "");
  const std::vector<std::string> orders = {"Cost", "Tokens"};
  const int order =
      segmented(canvas, "order", card.right() - kPad + 1 - segmented_width(canvas, orders, true),
                card.y + 12, orders, usage.order == ConsumerOrder::tokens ? 1 : 0, true);
  if (order >= 0) usage.order = order == 1 ? ConsumerOrder::tokens : ConsumerOrder::cost;
  const Rect room{card.x + 1, card.y + 42, card.w - 2, card.h - 50};
  if (view.lines.empty()) {
    canvas.text_centred(Font::regular_13, Colour::faint, room.middle_x(), room.middle_y() - 12,
                        "Nobody made a call.");
    return;
  }
  ScrollArea scroll(canvas, "lines", room);
  float y = scroll.y() + 4;
  for (const ConsumerLine& line : view.lines) {
    const Rect row{x, y, card.w - 2 * kPad, kConsumer};
    y += kConsumer;
    if (!canvas.visible(row.inset(0, -kConsumer))) continue;
    const Press pressed = press(canvas, line.id, {row.x - 9, row.y - 2, row.w + 18, row.h - 1});
    draw_consumer(canvas, row, line, usage.wanted.consumer == line.id, pressed.hovered);
    if (pressed.focused) focus_ring(canvas, {row.x - 7, row.y, row.w + 14, row.h - 5}, 6);
    if (pressed.hovered) figure_hint(frame, row.inset(-9, 0), "usage_consumers", line.hover);
    if (pressed.clicked) narrow_to_consumer(usage, line);
  }
  if (!view.more.empty()) {
    canvas.text(Font::regular_12, Colour::faint, x + 19, y, view.more);
    y += 22;
  }
  scroll.set_content_height(y - scroll.y());
}

}  // namespace orchard::app::ui
