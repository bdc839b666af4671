#pragma once

#include "app/model/figure_answer.h"
#include "app/services/engine.h"
#include "app/services/live/figures/figure_asking.h"
#include "app/services/live/intents/worker.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace orchard::app {

/// What the desk's worker did: an answer, or an export.
struct FigureNews {
  std::shared_ptr<const FigureAnswer> answer;
  std::optional<ExportOutcome> exported;
};

/// Asks the figures that the window looks at, again and again while it looks, on a worker with a
/// store of its own: a large ledger takes its time. Everything but the report is called on the IO
/// thread.
class FigureDesk {
 public:
  /// Called on the worker; hands the news to take() on the IO thread.
  using Report = std::function<void(FigureNews)>;

  FigureDesk(const Machine& machine, const std::atomic<int>& settings_version, Report report);

  /// None: nobody looks. True when the picture changes by it.
  [[nodiscard]] bool look(std::optional<FigureQuestion> question) {
    return asking_.look(std::move(question));
  }
  /// The ledger holds something new.
  void note_news() { asking_.note_news(); }
  void begin_due(core::Timestamp now);
  void write(const FigureExport& wish);
  /// True when the picture changes by it.
  [[nodiscard]] bool take(const FigureNews& news, core::Timestamp now);

  [[nodiscard]] const std::shared_ptr<const FigureAnswer>& answer() const {
    return asking_.answer();
  }
  [[nodiscard]] const ExportOutcome& outcome() const { return outcome_; }
  [[nodiscard]] std::optional<core::Timestamp> next_due() const { return asking_.next_due(); }

 private:
  Report report_;
  FigureAsking asking_;
  ExportOutcome outcome_;
  Worker worker_;  ///< last: it ends before what its work reports to
};

}  // namespace orchard::app
