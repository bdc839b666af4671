#include "app/services/live/figures/figure_desk.h"

#include "app/services/figures/answer_figures.h"
#include "app/services/figures/export_figure.h"

#include <utility>

namespace orchard::app {
namespace {

/// The line that says "now" moves at least this often.
constexpr core::Duration kPictureAge = FigurePace::kAge;

}  // namespace

FigureDesk::FigureDesk(const Machine& machine, const std::atomic<int>& settings_version,
                       Report report)
    : report_(std::move(report)), worker_(machine, settings_version) {}

bool FigureDesk::look(std::optional<FigureQuestion> question) {
  if (question == question_) return false;
  question_ = std::move(question);
  pace_.look(question_.has_value());
  // Until the new answer comes the old one is better than nothing.
  return !question_ && std::exchange(answer_, nullptr) != nullptr;
}

void FigureDesk::begin_due(core::Timestamp now) {
  if (!pace_.is_due(now)) return;
  pace_.begin();
  began_ = now;
  worker_.post(
      [this, question = *question_](Engine& engine) -> core::Result<void> {
        report_({answer_figures(engine, question), std::nullopt});
        return {};
      },
      [this, question = *question_, now](Engine*, const core::Error& error) {
        auto answer = std::make_shared<FigureAnswer>();
        answer->question = question;
        answer->now = now;
        answer->problem = error.message;
        report_({std::move(answer), std::nullopt});
      });
}

void FigureDesk::write(const FigureExport& wish) {
  worker_.post(
      [this, wish](Engine& engine) -> core::Result<void> {
        report_({nullptr, app::export_figure(engine, wish)});
        return {};
      },
      [this, number = wish.number](Engine*, const core::Error& error) {
        report_({nullptr, ExportOutcome{number, ExportOutcome::Kind::failed, error.message}});
      });
}

bool FigureDesk::take(const FigureNews& news, core::Timestamp now) {
  if (news.exported) outcome_ = *news.exported;
  if (!news.answer) return news.exported.has_value();
  pace_.end(began_, now);
  if (!question_ || news.answer->question != *question_) return false;
  const bool same = answer_ && answer_->says_the_same(*news.answer) &&
                    news.answer->now - answer_->now < kPictureAge;
  if (!same) answer_ = news.answer;
  return !same;
}

}  // namespace orchard::app
