#include "app/ui/panels/dashboard/dashboard_page.h"

#include "app/ui/panels/dashboard/cards.h"
#include "app/ui/panels/dashboard/preview.h"
#include "app/ui/panels/dashboard/request_actions.h"
#include "app/ui/panels/dashboard/tiles.h"
#include "app/ui/panels/frame/navigation.h"
#include "app/ui/panels/frame/page_header.h"
#include "app/ui/widgets/controls.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kGap = 12;

// What hangs at the right of the head moves below it where room is short.
float section(const Canvas& canvas, float x, float y, float width, const DashboardView& view,
              UiState& state) {
  canvas.text(Font::semibold_15, Colour::text, x, y, "Workspaces");
  std::vector<std::string> parts;
  int chosen = 0;
  for (std::size_t i = 0; i < view.filters.size(); ++i) {
    parts.push_back(view.filters[i].text);
    if (view.filters[i].filter == state.filter) chosen = static_cast<int>(i);
  }
  std::vector<std::string> orders;
  int order = 0;
  for (std::size_t i = 0; i < view.orders.size(); ++i) {
    orders.push_back(view.orders[i].text);
    if (view.orders[i].order == state.order) order = static_cast<int>(i);
  }
  if (parts.empty() || orders.empty()) return 24;
  constexpr float kOrderWidth = 104;
  const float bar = segmented_width(canvas, parts, true);
  const bool below = bar + kOrderWidth + kGap > width - 110;
  const bool narrow = bar > width;
  const float bar_y = below ? y + 34 : y;
  const float right = x + width;
  int pressed = -1;
  if (narrow) {
    pressed = drop_down(canvas, "filters", {x, bar_y, 150, 24}, parts, chosen);
  } else {
    const float left = below ? x : right - kOrderWidth - 10 - bar;
    pressed = segmented(canvas, "filters", left, bar_y, parts, chosen, true);
  }
  if (pressed >= 0) state.filter = view.filters[static_cast<std::size_t>(pressed)].filter;
  const bool beside = below && (narrow ? 150.0F : bar) + 10 + kOrderWidth <= width;
  const Rect sort{right - kOrderWidth, beside ? bar_y : y, kOrderWidth, 24};
  const int sorted = drop_down(canvas, "order", sort, orders, order);
  if (sorted >= 0) state.order = view.orders[static_cast<std::size_t>(sorted)].order;
  return below ? 58 : 24;
}

// The first card that asks is the one that keys answer.
const WorkspaceCard* first_question(const std::vector<WorkspaceCard>& cards) {
  const auto found = std::ranges::find_if(
      cards, [](const WorkspaceCard& card) { return card.request.has_value(); });
  return found == cards.end() ? nullptr : &*found;
}

bool is_settled(const Canvas& canvas, const std::vector<WorkspaceCard>& cards, UiState& state) {
  std::string order = "dashboard";
  for (const WorkspaceCard& card : cards)
    order += " " + card.workspace.value + (card.request ? "/" + card.request->value : "");
  return cards_are_settled(canvas, std::move(order), state);
}

template <class Draw>
float grid(const Canvas& canvas, float x, float y, float width, float height,
           const std::vector<WorkspaceCard>& cards, const Draw& draw) {
  const auto columns =
      std::max<std::size_t>(1, static_cast<std::size_t>((width + kGap) / (340 + kGap)));
  const float card = (width - kGap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float top = y;
  for (std::size_t i = 0; i < cards.size(); ++i) {
    const std::size_t column = i % columns;
    if (i > 0 && column == 0) top += height + kGap;
    const Rect box{x + std::round((card + kGap) * static_cast<float>(column)), top,
                   std::round(card), height};
    // The next row is there for the keyboard before it can be seen.
    if (canvas.visible(box.inset(-height))) draw(box, cards[i]);
  }
  return cards.empty() ? 0 : top + height + kGap - y;
}

}  // namespace

void draw_dashboard(const Canvas& canvas, const Rect& area, const DashboardView& view,
                    const FigureBook* book, UiState& state, IntentQueue& intents) {
  const FigureFrame frame{canvas, book, state.figures, state};
  draw_page_header(canvas, area, "Dashboard", true, state);
  const Rect page{area.x, area.y + kHeaderHeight, area.w, area.h - kHeaderHeight};
  ScrollArea scroll(canvas, "dashboard", page);
  const float x = area.x + kMargin;
  const float width = std::max(260.0F, area.w - 2 * kMargin);
  if (view.loading) {
    canvas.text_centred(Font::regular_13, Colour::faint, page.middle_x(), page.middle_y() - 9,
                        "Reading the store\xe2\x80\xa6");
    return;
  }
  float y = scroll.y() + 14;
  y += draw_tiles(frame, x, y, width, view.tiles) + 14;
  y += section(canvas, x, y, width, view, state) + 8;
  const float cards_top = y;
  const WorkspaceCard* const asks = first_question(view.large);
  const bool settled = is_settled(canvas, view.large, state);
  y += grid(canvas, x, y, width, kLargeCard, view.large,
            [&](const Rect& box, const WorkspaceCard& card) {
              draw_large_card(canvas, box, card, {&card == asks, settled}, state, intents);
            });
  y += grid(canvas, x, y, width, kRestingCard, view.resting,
            [&](const Rect& box, const WorkspaceCard& card) {
              draw_resting_card(canvas, box, card, state, intents);
            });
  if (y == cards_top) {
    canvas.dashed({x, y, width, 72}, Colour::border);
    canvas.text_centred(Font::regular_13, Colour::faint, x + width / 2, y + 27, view.empty_text);
    y += 72 + kGap;
  }
  canvas.text(Font::semibold_15, Colour::text, x, y, "Analytics");
  const ButtonSpec more{.id = "more", .text = "Open analytics", .kind = ButtonKind::quiet};
  if (button_right(canvas, x + width + 10, y - 2, more)) open_page(state, intents, Page::analytics);
  y += 30;
  y += draw_preview(frame, x, y, width, view.analytics) + 24;
  scroll.set_content_height(y - scroll.y());
}

}  // namespace orchard::app::ui
