#include "app/ui/panels/usage/usage_page.h"

#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/page_header.h"
#include "app/ui/panels/usage/records_table.h"
#include "app/ui/panels/usage/spend_cards.h"
#include "app/ui/panels/usage/usage_filters.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/ui/widgets/marks.h"
#include "app/view_model/overview/workspace_face.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace orchard::app::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kGap = 12;
constexpr float kTop = 14;
constexpr float kBelowChoices = 8;  ///< of kTop: what is scrolled away ends below the choices
constexpr float kCharts = 288;
constexpr float kMostCharts = 0.32F;  ///< of the width
constexpr float kThree = 900;         ///< the charts stand beside each other from this width on
constexpr float kPair = 500;

struct Places {
  Rect cost;
  Rect source;
  Rect consumers;
  Rect records;
};

Places beside_each_other(float x, float y, float width, float height) {
  const float source = std::round(std::clamp(width * 0.22F, 236.0F, 480.0F));
  const float consumers = std::round(std::clamp(width * 0.232F, 248.0F, 620.0F));
  const float cost = width - source - consumers - 2 * kGap;
  Places places;
  places.cost = {x, y, cost, height};
  places.source = {x + cost + kGap, y, source, height};
  places.consumers = {places.source.right() + kGap, y, consumers, height};
  places.records = {x, y + height + kGap, width, 0};
  return places;
}

Places below_each_other(float x, float y, float width) {
  Places places;
  places.cost = {x, y, width, kCharts};
  y += kCharts + kGap;
  if (width >= kPair) {
    const float half = std::round((width - kGap) / 2);
    places.source = {x, y, half, kCharts};
    places.consumers = {x + half + kGap, y, width - half - kGap, kCharts};
    y += kCharts + kGap;
  } else {
    places.source = {x, y, width, kCharts};
    places.consumers = {x, y + kCharts + kGap, width, kCharts};
    y += 2 * (kCharts + kGap);
  }
  places.records = {x, y, width, 0};
  return places;
}

/// Spare height first shows whole pages of records, then makes the charts taller; how many records
/// there are moves nothing.
Places place_cards(float x, float y, float width, float room) {
  const float whole = records_height(width, kRecordsOnPage);
  const float least = least_records_height(width);
  if (width < kThree) {
    Places places = below_each_other(x, y, width);
    places.records.h = whole;
    return places;
  }
  const float charts = std::round(std::clamp(room - kGap - whole, kCharts, width * kMostCharts));
  Places places = beside_each_other(x, y, width, charts);
  places.records.h = std::clamp(room - charts - kGap, least, std::max(least, whole));
  return places;
}

void draw_empty(const Canvas& canvas, const Rect& page, const AppSnapshot& snapshot, UiState& state,
                IntentQueue& intents) {
  const float width = std::min(520.0F, page.w - 48);
  const float x = page.middle_x() - width / 2;
  float y = std::max(page.y + 24, page.middle_y() - 150);
  seedlings(canvas, page.middle_x() - 140, y);
  y += 118;
  canvas.text_centred(Font::semibold_18, Colour::text, page.middle_x(), y, "No API call yet");
  y += 34;
  for (const std::string_view words :
       {"What your agents cost will stand here: every call with its tokens, price and source.",
        "Claude Code that you run in a terminal counts too. Orchard reads its transcripts, and no "
        "more of them than names and numbers."})
    for (const std::string_view line : canvas.wrap(Font::regular_13, width, words)) {
      canvas.text_centred(Font::regular_13, Colour::muted, page.middle_x(), y, line);
      y += 20;
    }
  y += 18;
  const bool has_repository = !snapshot.repositories.empty();
  const ButtonSpec begin{.id = "begin",
                         .text = has_repository ? "New workspace" : "Add repository",
                         .kind = ButtonKind::primary,
                         .size = ButtonSize::large,
                         .icon = icon::kPlus};
  const ButtonSpec demo{
      .id = "demo", .text = "Try the demo", .size = ButtonSize::large, .icon = icon::kPlay};
  const float both = button_width(canvas, begin) + kGap + button_width(canvas, demo);
  const float left = x + (width - both) / 2;
  if (button(canvas, left, y, begin))
    state.open_dialog(has_repository ? Dialog::create_workspace : Dialog::add_repository);
  if (button(canvas, left + both - button_width(canvas, demo), y, demo))
    intents.emplace_back(RunDemo{});
}

void draw_problem(const Canvas& canvas, float x, float y, float width, const std::string& problem,
                  FiguresState& figures) {
  const Rect card{x, y, width, 96};
  canvas.framed(card, Colour::surface, Colour::warn_line, 8);
  canvas.text_wrapped(Font::regular_13, Colour::text, x + 17, y + 16, width - 34, problem, 2);
  if (!button(canvas, x + 17, y + 58, {.id = "all", .text = "Show everything"})) return;
  FigureFilter filter;
  filter.window = figures.filter.window;
  figures.filter = filter;
  figures.usage.folder.clear();
  figures.usage.branch.clear();
  figures.usage.wanted = {};
  figures.usage.consumer.clear();
}

/// Where the conversation of a call is; null when its workspace is not open.
const WorkspaceState* workspace_of(const AppSnapshot& snapshot, const core::SessionId& id) {
  for (const RepositoryState& repository : snapshot.repositories)
    for (const auto& workspace : repository.workspaces)
      if (find_session(*workspace, &id) != nullptr) return workspace.get();
  return nullptr;
}

}  // namespace

void UsagePage::update(const AppSnapshot& snapshot, core::Timestamp now) {
  const auto minute = std::chrono::floor<std::chrono::minutes>(now);
  const bool news =
      snapshot.figures && snapshot.figures->question.usage && snapshot.figures != answer_;
  if (!news && minute == minute_) return;
  if (news) answer_ = snapshot.figures;
  minute_ = minute;
  if (!answer_ || !answer_->usage) return;
  const UsageFigures& figures = *answer_->usage;
  const UsageQuestion& question = *answer_->question.usage;
  cards_ = make_usage_cards(figures.total, question.filter.window);
  chart_ = make_cost_chart(figures, question.step);
  ring_ = make_source_ring(figures, question.filter.window);
  consumers_ = make_consumers(figures, question.order);
  records_ = make_records(figures, question, now);
}

void UsagePage::draw_figures(const Canvas& canvas, const Rect& page, float top,
                             const AppSnapshot& snapshot, UiState& state, IntentQueue& intents) {
  const FigureFrame frame{canvas, snapshot.figure_book.get(), state.figures, state};
  const UsageFigures& figures = *answer_->usage;
  const float x = page.x + kMargin;
  const float width = std::max(260.0F, page.w - 2 * kMargin);
  ScrollArea scroll(canvas, "figures", page);
  float y = scroll.y() + top;
  y += draw_usage_cards(frame, x, y, width, cards_) + kGap;
  const float room = page.h - (y - scroll.y()) - 10;
  const Places places = place_cards(x, y, width, room);
  draw_cost_card(frame, places.cost, chart_, figures.periods);
  draw_source_card(frame, places.source, ring_);
  draw_consumers_card(frame, places.consumers, consumers_);
  for (RecordLine& line : records_.lines)
    line.leads = workspace_of(snapshot, line.session) != nullptr;
  const RecordsEvent event = draw_records(frame, places.records, records_);
  scroll.set_content_height(places.records.bottom() + 10 - scroll.y());
  if (!event.opened) return;
  if (const WorkspaceState* workspace = workspace_of(snapshot, *event.opened))
    open_workspace(state, intents, workspace->id, *event.opened);
}

void UsagePage::draw(const Canvas& canvas, const Rect& area, const AppSnapshot& snapshot,
                     core::Timestamp now, UiState& state, IntentQueue& intents) {
  const Scope scope("usage");
  update(snapshot, now);
  const FigureFrame frame{canvas, snapshot.figure_book.get(), state.figures, state};
  const FigureChoices none;
  const UsageFigures nothing;
  const float below = draw_usage_header(frame, area, answer_ ? answer_->choices : none,
                                        answer_ && answer_->usage ? *answer_->usage : nothing);
  const float gap = below > 0 ? kBelowChoices : 0;
  const float top = area.y + kHeaderHeight + below + gap;
  const Rect page{area.x, top, area.w, std::max(40.0F, area.bottom() - top)};
  if (!answer_) {
    canvas.text_centred(Font::regular_13, Colour::faint, page.middle_x(), page.middle_y() - 9,
                        "Reading the ledger\xe2\x80\xa6");
  } else if (!answer_->usage) {
    draw_problem(canvas, page.x + kMargin, page.y + kTop - gap,
                 std::max(260.0F, page.w - 2 * kMargin), answer_->problem, state.figures);
  } else if (!answer_->usage->ever) {
    draw_empty(canvas, page, snapshot, state, intents);
  } else {
    draw_figures(canvas, page, kTop - gap, snapshot, state, intents);
  }
}

}  // namespace orchard::app::ui
