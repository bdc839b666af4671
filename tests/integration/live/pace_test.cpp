#include "app/services/live/figures/figure_asking.h"
#include "app/services/live/publish_pace.h"
#include "tests/support/sanitizer.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace orchard::test {
namespace {

using app::FigureAnswer;
using app::FigureAsking;
using app::FigurePace;
using app::FigureQuestion;
using app::PublishPace;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

FigureQuestion rows_of(const std::string& figure) {
  FigureQuestion question;
  question.drill.emplace();
  question.drill->figure = figure;
  return question;
}

/// The desk with a worker that answers when the test says so.
class Desk {
 public:
  enum class Step { look_a, look_b, look_away, news, answer, later, much_later, back };
  static constexpr int kSteps = 8;

  void take(Step step) {
    switch (step) {
      case Step::look_a:
        look(rows_of("a"));
        break;
      case Step::look_b:
        look(rows_of("b"));
        break;
      case Step::look_away:
        look(std::nullopt);
        break;
      case Step::news:
        asking_.note_news();
        break;
      case Step::answer:
        answer();
        break;
      case Step::later:
        now_ += milliseconds(20);
        break;
      case Step::much_later:
        now_ += hours(30);
        break;
      case Step::back:
        now_ -= hours(5);
        break;
    }
    begin_due();
  }

  /// Lets the worker answer and the clock run as the loop would; false when nobody would ever call
  /// again although the answer is not there.
  bool settles() {
    for (int i = 0; i < 6 && !is_settled(); ++i) {
      answer();
      begin_due();
      if (is_settled() || under_way_) continue;
      const auto next = asking_.next_due();
      if (!next) return false;
      now_ = std::max(now_, std::min(*next, now_ + seconds(10)));
      begin_due();
    }
    return is_settled();
  }

 private:
  void look(std::optional<FigureQuestion> question) {
    wanted_ = question;
    (void)asking_.look(std::move(question));
  }
  void begin_due() {
    if (const auto question = asking_.begin_due(now_)) {
      EXPECT_FALSE(under_way_) << "one at a time";
      under_way_ = question;
    }
  }
  void answer() {
    if (!under_way_) return;
    auto answer = std::make_shared<FigureAnswer>();
    answer->question = *under_way_;
    answer->now = now_;
    under_way_.reset();
    (void)asking_.take(answer, now_);
  }
  [[nodiscard]] bool is_settled() const {
    if (!wanted_) return asking_.answer() == nullptr;
    return asking_.answer() && asking_.answer()->question == *wanted_;
  }

  core::Timestamp now_{hours(1'000'000)};
  FigureAsking asking_;
  std::optional<FigureQuestion> wanted_;
  std::optional<FigureQuestion> under_way_;
};

TEST(FigureAsking, TheLatestQuestionIsAnsweredWhateverHappened) {
  constexpr int kLength = kHasThreadSanitizer ? 4 : 6;
  int histories = 1;
  for (int i = 0; i < kLength; ++i) histories *= Desk::kSteps;
  for (int history = 0; history < histories; ++history) {
    Desk desk;
    std::string told;
    for (int i = 0, rest = history; i < kLength; ++i, rest /= Desk::kSteps) {
      desk.take(static_cast<Desk::Step>(rest % Desk::kSteps));
      told += std::to_string(rest % Desk::kSteps);
    }
    ASSERT_TRUE(desk.settles()) << told;
  }
}

TEST(FigureAsking, KeepsTheOldAnswerUntilTheNewOneComes) {
  const core::Timestamp now{hours(1'000'000)};
  FigureAsking asking;
  EXPECT_FALSE(asking.look(rows_of("a")));
  ASSERT_TRUE(asking.begin_due(now));
  EXPECT_FALSE(asking.begin_due(now));
  auto answer = std::make_shared<FigureAnswer>();
  answer->question = rows_of("a");
  answer->now = now;
  EXPECT_TRUE(asking.take(answer, now));
  EXPECT_FALSE(asking.look(rows_of("b")));
  EXPECT_EQ(asking.answer()->question, rows_of("a"));
  EXPECT_EQ(asking.begin_due(now), rows_of("b")) << "at once, whatever the last one took";
  EXPECT_TRUE(asking.look(std::nullopt)) << "nobody looks any more";
  EXPECT_EQ(asking.answer(), nullptr);
}

TEST(FigurePace, AsksNewsSoonAndNeverTwiceAtOnce) {
  const core::Timestamp begin = core::Timestamp(seconds(1'000'000));
  FigurePace pace;
  EXPECT_FALSE(pace.is_due(begin)) << "nobody looks";
  pace.note_news();
  EXPECT_FALSE(pace.is_due(begin));
  pace.look(true);
  EXPECT_TRUE(pace.is_due(begin));
  pace.begin(begin);
  pace.note_news();
  EXPECT_FALSE(pace.is_due(begin + seconds(5))) << "one is on its way";
  pace.end(begin + milliseconds(10));
  EXPECT_FALSE(pace.is_due(begin + milliseconds(50)));
  EXPECT_TRUE(pace.is_due(*pace.next()));
  EXPECT_LE(*pace.next() - begin, milliseconds(120)) << "what is said next is soon shown";
  pace.begin(begin);
  pace.end(begin + milliseconds(10));
  EXPECT_FALSE(pace.is_due(begin + seconds(30))) << "without news it rests";
  EXPECT_TRUE(pace.is_due(begin + seconds(61))) << "the last 24 hours move on";
  pace.look(false);
  EXPECT_FALSE(pace.next());
}

TEST(FigurePace, ANewQuestionWaitsForNothing) {
  const core::Timestamp begin = core::Timestamp(seconds(1'000'000));
  FigurePace pace;
  pace.look(true);
  pace.begin(begin);
  pace.look(true);
  pace.end(begin + seconds(2));
  EXPECT_TRUE(pace.is_due(begin + seconds(2)));
  pace.begin(begin);
  pace.end(begin + seconds(2));
  pace.note_news();
  EXPECT_FALSE(pace.is_due(begin + seconds(3))) << "a slow ledger is asked less often";
}

TEST(FigurePace, ALongAnswerDoesNotPutTheNextOneOffForLong) {
  const core::Timestamp start{hours(1'000'000)};
  FigurePace pace;
  pace.look(true);
  pace.begin(start);
  pace.end(start + hours(8));
  pace.note_news();
  EXPECT_FALSE(pace.is_due(start + hours(8)));
  EXPECT_TRUE(pace.is_due(start + hours(8) + FigurePace::kAge));
}

PublishPace published_at(core::Timestamp at, core::Duration cost) {
  PublishPace pace;
  pace.done(pace.decide(at), at, at + cost);
  return pace;
}

TEST(PublishPace, ShowsAnAnswerWithoutWaitingForTheLedgersTurn) {
  const core::Timestamp start{hours(1'000'000)};
  PublishPace pace = published_at(start, seconds(2));
  pace.note_ledger();
  EXPECT_FALSE(pace.decide(start + seconds(3)).publish) << "reading takes a part of the time only";
  pace.hurry_picture();
  EXPECT_TRUE(pace.decide(start + seconds(3)).publish);
}

TEST(PublishPace, GoesOnWhenTheClockIsSetBack) {
  const core::Timestamp start{hours(1'000'000)};
  PublishPace pace = published_at(start, milliseconds(5));
  pace.note_ledger();
  EXPECT_TRUE(pace.decide(start - hours(3)).publish);
}

TEST(PublishPace, GoesOnAfterTheMachineSlept) {
  const core::Timestamp start{hours(1'000'000)};
  PublishPace pace = published_at(start, hours(8));
  pace.note_ledger();
  EXPECT_TRUE(pace.decide(start + hours(8) + std::chrono::minutes(1)).publish);
}

}  // namespace
}  // namespace orchard::test
