#include "app/ui/panels/usage/usage_filters.h"

#include "app/ui/panels/frame/page_header.h"
#include "app/ui/theme/icons.h"
#include "app/ui/widgets/controls.h"
#include "app/view_model/figures/filter_bar_view.h"
#include "app/view_model/text/displayable.h"

#include <algorithm>
#include <array>
#include <utility>

namespace orchard::app::ui {
namespace {

constexpr float kMargin = 24;
constexpr float kGap = 12;
constexpr float kLine = 36;

struct Choice {
  std::string_view id;
  const std::vector<std::string>* texts = nullptr;
  int chosen = 0;
};

float width_of(const Canvas& canvas, const Choice& choice) {
  return std::clamp(
      drop_down_width(canvas, (*choice.texts)[static_cast<std::size_t>(choice.chosen)]) + 4, 90.0F,
      180.0F);
}

/// The folder counts only where no repository is chosen, here or on another page.
std::string chosen_folder(const FiguresState& figures) {
  const bool elsewhere = figures.filter.repository || figures.filter.workspace;
  return elsewhere ? std::string() : figures.usage.folder;
}

/// Behind the repositories that Orchard knows stand the other folders that sessions ran in.
std::vector<std::string> place_texts(const FilterBarView& view,
                                     const std::vector<UsageFolder>& folders,
                                     const std::string& chosen, int& index) {
  std::vector<std::string> texts = view.repositories;
  index = view.repository;
  for (const UsageFolder& folder : folders) {
    if (folder.path == chosen) index = static_cast<int>(texts.size());
    texts.push_back(displayable_line(folder.name));
  }
  // One that is chosen stays in the list, also when it became a repository.
  if (index == 0 && !chosen.empty()) {
    index = static_cast<int>(texts.size());
    texts.push_back(displayable_line(chosen));
  }
  return texts;
}

std::vector<std::string> branch_texts(const std::vector<std::string>& branches,
                                      const std::string& chosen, int& index) {
  std::vector<std::string> texts = {"All branches"};
  index = 0;
  for (const std::string& branch : branches) {
    if (branch == chosen) index = static_cast<int>(texts.size());
    texts.push_back(displayable_line(branch));
  }
  // One that is chosen stays in the list, also when no call of the window was made on it.
  if (index == 0 && !chosen.empty()) {
    index = static_cast<int>(texts.size());
    texts.push_back(displayable_line(chosen));
  }
  return texts;
}

/// Where each choice stands: in the title row, or on lines below it.
std::vector<Rect> place(const std::vector<float>& widths, float left, float right, float header_y,
                        float below_x, float below_y, float& height) {
  float sum = 0;
  for (const float width : widths) sum += width + kGap;
  std::vector<Rect> boxes;
  height = 0;
  if (sum <= right - left) {
    float x = right - sum;
    for (const float width : widths) {
      boxes.push_back({x, header_y, width, 28});
      x += width + kGap;
    }
    return boxes;
  }
  float x = below_x;
  float y = below_y;
  for (const float width : widths) {
    if (x > below_x && x + width > right) {
      x = below_x;
      y += kLine;
    }
    boxes.push_back({x, y, width, 28});
    x += width + 8;
  }
  height = y + kLine - below_y;
  return boxes;
}

void choose_period(UsageState& usage, int index) {
  usage.period = static_cast<FigureWindow>(std::clamp(index, 0, 2));
  usage.step = usual_step(usage.period);
  usage.wanted.span.reset();
  usage.wanted.page = 0;
}

void export_records(const FigureFrame& frame) {
  const UsageQuestion question = usage_question(frame.figures);
  open_export(frame.state, frame.book, "usage_records", question.filter, std::nullopt);
  frame.figures.exporting.usage = question;
  const RecordsWanted& wanted = question.records;
  if (wanted.source || wanted.span || !wanted.consumer.empty() || !wanted.search.empty())
    frame.figures.exporting.title += ", those that the page shows now";
}

void choose_place(FiguresState& figures, const FigureChoices& choices,
                  const std::vector<UsageFolder>& folders, int index) {
  figures.filter = with_repository(figures.filter, choices, index);
  figures.usage.folder.clear();
  const auto behind = index - 1 - std::ssize(choices.repositories);
  if (behind < 0 || behind >= std::ssize(folders)) return;
  figures.usage.folder = folders[static_cast<std::size_t>(behind)].path;
  figures.filter.workspace.reset();
}

void take_choice(const FigureFrame& frame, const FigureChoices& choices, const UsageFigures& shown,
                 std::size_t which, int index) {
  FiguresState& figures = frame.figures;
  figures.usage.wanted.page = 0;
  if (which == 0) choose_place(figures, choices, shown.folders, index);
  if (which == 1) figures.filter = with_workspace(figures.filter, choices, index);
  if (which == 3) figures.filter = with_model(figures.filter, choices, index);
  if (which == 2) {
    figures.usage.branch.clear();
    if (index > 0 && index <= std::ssize(shown.branches))
      figures.usage.branch = shown.branches[static_cast<std::size_t>(index - 1)];
  } else if (which < 2) {
    figures.usage.branch.clear();
  }
}

}  // namespace

UsageQuestion usage_question(const FiguresState& figures) {
  UsageQuestion question;
  question.filter.repository = figures.filter.repository;
  question.filter.workspace = figures.filter.workspace;
  question.filter.model = figures.filter.model;
  question.filter.window = figures.usage.period;
  question.folder = chosen_folder(figures);
  question.branch = figures.usage.branch;
  question.step = figures.usage.step;
  question.order = figures.usage.order;
  question.records = figures.usage.wanted;
  return question;
}

float draw_usage_header(const FigureFrame& frame, const Rect& area, const FigureChoices& choices,
                        const UsageFigures& shown) {
  const Canvas& canvas = frame.canvas;
  const Scope scope("choices");
  FiguresState& figures = frame.figures;
  draw_page_header(canvas, area, "Usage", false, frame.state);
  const float y = area.y + 12;
  float right = area.right() - kMargin;
  const ButtonSpec write{.id = "export",
                         .text = "Export",
                         .icon = icon::kDownload,
                         .hint = "The records below, or a chart, as CSV or JSON"};
  if (button_right(canvas, right, y + 1, write)) export_records(frame);
  right -= button_width(canvas, write) + kGap;

  const FilterBarView view = make_filter_bar(figures.filter, choices, frame.book);
  int repository = 0;
  const auto repositories = place_texts(view, shown.folders, chosen_folder(figures), repository);
  int branch = 0;
  const auto branch_choices = branch_texts(shown.branches, figures.usage.branch, branch);
  const std::array<Choice, 4> drop_downs{{{"repository", &repositories, repository},
                                          {"workspace", &view.workspaces, view.workspace},
                                          {"branch", &branch_choices, branch},
                                          {"model", &view.models, view.model}}};
  const std::vector<std::string> periods = {"24h", "7d", "30d"};
  const float period_width = segmented_width(canvas, periods);
  std::vector<float> widths;
  for (const Choice& choice : drop_downs) widths.push_back(width_of(canvas, choice));
  const float title = area.x + kMargin + canvas.width(Font::semibold_18, "Usage") + 20;
  float height = 0;
  const auto boxes = place(widths, title + period_width + kGap, right + kGap, y, area.x + kMargin,
                           area.y + kHeaderHeight + 10, height);
  const float period_x = height > 0 ? right - period_width : boxes[0].x - kGap - period_width;
  const int period =
      segmented(canvas, "period", period_x, y, periods, static_cast<int>(figures.usage.period));
  if (period >= 0) choose_period(figures.usage, period);
  for (std::size_t i = 0; i < drop_downs.size(); ++i) {
    const Choice& choice = drop_downs.at(i);
    const int chosen = drop_down(canvas, choice.id, boxes[i], *choice.texts, choice.chosen);
    if (chosen >= 0) take_choice(frame, choices, shown, i, chosen);
  }
  return height;
}

bool clear_narrowing(UsageState& usage) {
  RecordsWanted& wanted = usage.wanted;
  if (!wanted.source && !wanted.span && wanted.consumer.empty()) return false;
  wanted.source.reset();
  wanted.span.reset();
  wanted.consumer.clear();
  usage.consumer.clear();
  wanted.page = 0;
  return true;
}

}  // namespace orchard::app::ui
