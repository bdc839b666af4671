#pragma once

#include "app/model/figure_answer.h"
#include "app/services/live/figures/figure_pace.h"

#include <memory>
#include <optional>
#include <utility>

namespace orchard::app {

/// Which question about figures is asked when, and which answer is shown. One question is under way
/// at a time and the latest one wins: whatever happens in whatever order, as long as somebody looks
/// the answer to the latest question comes, or next_due() says when to call again. Pure.
class FigureAsking {
 public:
  /// None: nobody looks. True when the picture changes by it.
  [[nodiscard]] bool look(std::optional<FigureQuestion> question) {
    if (question == question_) return false;
    question_ = std::move(question);
    pace_.look(question_.has_value());
    // Until the new answer comes the old one is better than nothing.
    return !question_ && std::exchange(answer_, nullptr) != nullptr;
  }
  /// The ledger holds something new.
  void note_news() { pace_.note_news(); }

  /// What to ask now, if anything. Its answer must be handed to take(), also when it failed.
  [[nodiscard]] std::optional<FigureQuestion> begin_due(core::Timestamp now) {
    if (!pace_.is_due(now)) return std::nullopt;
    pace_.begin(now);
    return question_;
  }
  /// True when the picture changes by it.
  [[nodiscard]] bool take(std::shared_ptr<const FigureAnswer> answer, core::Timestamp now) {
    pace_.end(now);
    if (!question_ || answer->question != *question_) return false;
    // The line that says "now" moves at least this often.
    const bool same = answer_ && answer_->says_the_same(*answer) &&
                      answer->now - answer_->now < FigurePace::kAge && answer->now >= answer_->now;
    if (!same) answer_ = std::move(answer);
    return !same;
  }

  /// What is shown, of the latest question or of one before it.
  [[nodiscard]] const std::shared_ptr<const FigureAnswer>& answer() const { return answer_; }
  [[nodiscard]] std::optional<core::Timestamp> next_due() const { return pace_.next(); }

 private:
  FigurePace pace_;
  std::optional<FigureQuestion> question_;
  std::shared_ptr<const FigureAnswer> answer_;
};

}  // namespace orchard::app
