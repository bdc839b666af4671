#include "app/services/live/figures/figure_desk.h"

#include "app/services/figures/answer_figures.h"
#include "app/services/figures/export_figure.h"

#include <utility>

namespace orchard::app {

FigureDesk::FigureDesk(const Machine& machine, const std::atomic<int>& settings_version,
                       Report report)
    : report_(std::move(report)), worker_(machine, settings_version) {}

void FigureDesk::begin_due(core::Timestamp now) {
  const auto question = asking_.begin_due(now);
  if (!question) return;
  worker_.post(
      [this, question = *question](Engine& engine) -> core::Result<void> {
        report_({answer_figures(engine, question), std::nullopt});
        return {};
      },
      [this, question = *question, now](Engine*, const core::Error& error) {
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
  const bool answered = news.answer && asking_.take(news.answer, now);
  return answered || news.exported.has_value();
}

}  // namespace orchard::app
