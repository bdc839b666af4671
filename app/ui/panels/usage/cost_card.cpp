#include "app/ui/charts/stacked_chart.h"
#include "app/ui/panels/usage/spend_cards.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kPad = 17;

using Amounts = std::array<std::string, kUsageSources>;

/// How the sources and their amounts stand: beside each other with their names, with short names
/// where room is short, and in two rows of two where even those are too long.
struct Legend {
  float x = 0;
  float y = 0;
  float width = 0;
  bool in_a_row = true;
  bool is_short = false;
  Amounts widest;

  [[nodiscard]] std::string_view name(std::size_t source) const {
    return is_short ? source_short_name(kAllSources.at(source))
                    : source_name(kAllSources.at(source));
  }
  [[nodiscard]] float entry_width(const Canvas& canvas, std::size_t source) const {
    return 20 + canvas.width(Font::regular_12, name(source)) +
           canvas.width(Font::mono_12, widest.at(source));
  }
  [[nodiscard]] float spare(const Canvas& canvas) const {
    float rest = width;
    for (std::size_t i = 0; i < kUsageSources; ++i) rest -= entry_width(canvas, i);
    return rest;
  }
  [[nodiscard]] float height() const { return in_a_row ? 16 : 34; }
};

Legend lay_out_legend(const Canvas& canvas, float x, float y, float width, const Amounts& widest) {
  constexpr float kLeastGap = 8;
  Legend legend{x, y, width, true, false, widest};
  if (legend.spare(canvas) >= 3 * kLeastGap) return legend;
  legend.is_short = true;
  if (legend.spare(canvas) >= 3 * kLeastGap) return legend;
  legend.is_short = legend.in_a_row = false;
  return legend;
}

void draw_legend(const Canvas& canvas, const Legend& legend, const Amounts& amounts) {
  const float gap = std::clamp(legend.spare(canvas) / 3, 8.0F, 18.0F);
  float at = legend.x;
  for (std::size_t i = 0; i < kUsageSources; ++i) {
    if (!legend.in_a_row) at = legend.x + (i % 2 == 0 ? 0.0F : std::round(legend.width / 2));
    const float y = legend.in_a_row || i < 2 ? legend.y : legend.y + 18;
    canvas.fill({at, y + 4, 8, 8}, series_colour(i), 2);
    const float amount = canvas.width(Font::mono_12, amounts.at(i));
    const float room = legend.in_a_row ? legend.width : legend.width / 2 - 28 - amount;
    const float name = canvas.text_cut(Font::regular_12, Colour::muted, at + 14, y,
                                       std::max(20.0F, room), legend.name(i));
    canvas.text(Font::mono_12, Colour::text, at + 20 + name, y, amounts.at(i));
    at += legend.entry_width(canvas, i) + gap;
  }
}

/// The two switches, right-aligned; gives where they begin.
float draw_switches(const Canvas& canvas, float right, float y, UsageState& usage) {
  const std::vector<std::string> forms = {"Bars", "Line"};
  const std::vector<std::string> steps = {"Daily", "Hourly"};
  right -= segmented_width(canvas, forms, true);
  const int form = segmented(canvas, "form", right, y, forms, usage.as_line ? 1 : 0, true);
  if (form >= 0) usage.as_line = form == 1;
  right -= 8 + segmented_width(canvas, steps, true);
  const int step =
      segmented(canvas, "step", right, y, steps, usage.step == UsageStep::hour ? 1 : 0, true);
  if (step >= 0) usage.step = step == 1 ? UsageStep::hour : UsageStep::day;
  return right;
}

int chosen_column(std::span<const UsagePeriod> periods, const std::optional<UsageSpan>& span) {
  if (!span) return -1;
  const auto found = std::ranges::find_if(periods, [&](const UsagePeriod& period) {
    return period.span.from < span->to && span->from < period.span.to;
  });
  return found == periods.end() ? -1 : static_cast<int>(found - periods.begin());
}

void narrow_to(UsageState& usage, const UsageSpan& span, bool again) {
  usage.wanted.page = 0;
  usage.wanted.span.reset();
  if (!again) usage.wanted.span = span;
}

}  // namespace

void draw_cost_card(const FigureFrame& frame, const Rect& card, const CostChartView& chart,
                    std::span<const UsagePeriod> periods) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("cost-over-time");
  UsageState& usage = frame.figures.usage;
  canvas.framed(card, Colour::surface, Colour::border, 8);
  const float x = card.x + kPad;
  const float width = card.w - 2 * kPad;
  const float title =
      canvas.text(Font::semibold_13, Colour::text, x, card.y + 15, "Cost over time");
  figure_hint(frame, {x, card.y + 12, title, 22}, "usage_over_time", "");
  const bool roomy = width >= 480;
  const float switches =
      draw_switches(canvas, card.right() - kPad + 1, card.y + (roomy ? 12 : 36), usage);
  const float head = roomy ? switches : card.right() - kPad;
  const Legend legend =
      lay_out_legend(canvas, x, card.y + (roomy ? 41.0F : 68.0F), width, chart.sums);
  const float below = legend.y + legend.height();

  const Rect plot{x, below + 6, width, card.bottom() - 8 - below - 6};
  const int chosen = chosen_column(periods, usage.wanted.span);
  const CellPick pick = stacked_chart(
      canvas, "columns", plot, {chart, usage.as_line ? ChartForm::line : ChartForm::bars, chosen});
  const int told = pick.shown >= 0 ? pick.shown : chosen;
  const CostColumn* column = told >= 0 ? &chart.columns[static_cast<std::size_t>(told)] : nullptr;
  draw_legend(canvas, legend, column != nullptr ? column->values : chart.sums);
  const float note = x + title + 14;
  if (column != nullptr) {
    const float label = canvas.text_cut(Font::regular_12, Colour::muted, note, card.y + 16,
                                        std::max(0.0F, head - note - 70), column->label);
    canvas.text_cut(Font::mono_bold_12, Colour::text, note + label + 9, card.y + 16,
                    std::max(0.0F, head - note - label - 17), column->sum);
  } else if (frame.book != nullptr) {
    canvas.text_cut(Font::regular_12, Colour::faint, note, card.y + 16,
                    std::max(0.0F, head - note - 8), frame.book->zone);
  }
  if (chart.empty)
    canvas.text_centred(Font::regular_13, Colour::faint, plot.middle_x(), plot.middle_y() - 12,
                        "Nothing was spent.");
  if (pick.shown >= 0 && !pick.by_key) figure_hint(frame, plot, "usage_over_time", column->hover);
  if (pick.pressed >= 0)
    narrow_to(usage, periods[static_cast<std::size_t>(pick.pressed)].span, pick.pressed == chosen);
}

}  // namespace orchard::app::ui
