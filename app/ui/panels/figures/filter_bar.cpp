#include "app/ui/panels/figures/filter_bar.h"

#include "app/ui/panels/spending/date_picker.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/figures/filter_bar_view.h"
#include "app/view_model/text/local_time.h"

#include <algorithm>

namespace orchard::app::ui {
namespace {

constexpr float kLine = 36;
constexpr float kGap = 8;

/// Places one part after another and begins a new line where there is no room.
class Flow {
 public:
  Flow(float x, float y, float width) : x_(x), right_(x + width), at_(x), y_(y) {}

  Rect place(float width) {
    if (at_ > x_ && at_ + width > right_) {
      at_ = x_;
      y_ += kLine;
    }
    const Rect box{at_, y_, std::min(width, right_ - x_), 28};
    at_ += width + kGap;
    return box;
  }
  [[nodiscard]] float left() const { return at_; }
  [[nodiscard]] float top() const { return y_; }

 private:
  float x_;
  float right_;
  float at_;
  float y_;
};

float width_of(const Canvas& canvas, const std::vector<std::string>& choices, int chosen) {
  return std::clamp(drop_down_width(canvas, choices[static_cast<std::size_t>(chosen)]) + 4, 110.0F,
                    220.0F);
}

// Says that nothing is left out; it cannot be switched off.
void draw_all_statuses(const Canvas& canvas, Flow& flow) {
  constexpr std::string_view kText = "Archived and deleted";
  const Rect box = flow.place(canvas.width(Font::medium_12, kText) + 40);
  canvas.dashed(box, Colour::border);
  canvas.icon(Font::icon_11, Colour::accent, {box.x + 10, box.y, 12, box.h}, icon::kCheck);
  canvas.text(Font::medium_12, Colour::muted, box.x + 28, box.y + 6, kText);
  hint(canvas, box,
       "Archived and deleted workspaces and removed repositories always count, on the days things "
       "happened. They are marked.");
}

std::optional<DayRange> period_of(const FigureAnswer* answer) {
  if (answer == nullptr || !answer->analytics) return std::nullopt;
  return DayRange{answer->analytics->billing.from, answer->analytics->billing.to};
}

}  // namespace

float draw_filter_bar(const FigureFrame& frame, float x, float y, float width,
                      const FigureAnswer* answer, core::Timestamp now) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("filters");
  const FigureChoices none;
  const FigureChoices& choices = answer == nullptr ? none : answer->choices;
  FigureFilter& filter = frame.figures.filter;
  const FilterBarView view = make_filter_bar(filter, choices, frame.book);
  Flow flow(x, y, width);
  const Rect windows = flow.place(segmented_width(canvas, view.windows));
  const int window = segmented(canvas, "window", windows.x, windows.y, view.windows, view.window);
  const Rect dates = flow.place(date_picker_width(canvas, view.dates));
  const auto days = date_picker(frame, dates, view.dates, filter.days.has_value(),
                                local_moment(now).day, period_of(answer));
  const Rect repositories = flow.place(width_of(canvas, view.repositories, view.repository));
  const int repository =
      drop_down(canvas, "repository", repositories, view.repositories, view.repository);
  const Rect workspaces = flow.place(width_of(canvas, view.workspaces, view.workspace));
  const int workspace = drop_down(canvas, "workspace", workspaces, view.workspaces, view.workspace);
  const Rect models = flow.place(width_of(canvas, view.models, view.model));
  const int model = drop_down(canvas, "model", models, view.models, view.model);
  bool clear = false;
  if (view.narrowed) {
    const ButtonSpec all{.id = "clear", .text = "Clear", .kind = ButtonKind::quiet};
    const Rect box = flow.place(button_width(canvas, all));
    clear = button(canvas, box.x, box.y + 1, all);
  } else {
    draw_all_statuses(canvas, flow);
  }
  const float zone = canvas.width(Font::regular_12, view.zone);
  if (flow.left() + zone + 8 <= x + width)
    canvas.text_right(Font::regular_12, Colour::faint, x + width, flow.top() + 6, view.zone);
  if (days) filter.days = days;
  if (window >= 0) filter = with_window(filter, window);
  if (repository >= 0) filter = with_repository(filter, choices, repository);
  if (workspace >= 0) filter = with_workspace(filter, choices, workspace);
  if (model >= 0) filter = with_model(filter, choices, model);
  if (clear) {
    FigureFilter all;
    all.window = filter.window;
    filter = all;
  }
  return flow.top() - y + 28;
}

}  // namespace orchard::app::ui
