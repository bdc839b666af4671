#include "app/view_model/usage_page/source_words.h"

#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"

#include <chrono>

#include <fmt/format.h>

namespace orchard::app {
namespace {

struct Words {
  std::string_view name;
  std::string_view badge;
  std::string_view sentence;
  Role role;
};

constexpr std::array<Words, kUsageSources> kWords{{
    {"Interactive", "Interactive", "Your conversations with agents in a workspace.", Role::series1},
    {"Sub-agents", "Sub-agent", "Agents that an agent started for a part of its work.",
     Role::series2},
    {"Background", "Background",
     "What Claude Code asks by itself: titles of sessions, summaries, suggestions.", Role::series3},
    {"Outside Orchard", "Outside",
     "Claude Code run elsewhere on this machine, such as in a terminal, as far as its transcripts "
     "tell.",
     Role::series4},
}};

const Words& words_of(UsageSource source) {
  return kWords.at(static_cast<std::size_t>(source));
}

}  // namespace

std::string_view source_name(UsageSource source) {
  return words_of(source).name;
}

std::string_view source_short_name(UsageSource source) {
  return source == UsageSource::outside ? source_badge(source) : source_name(source);
}

std::string_view source_badge(UsageSource source) {
  return words_of(source).badge;
}

std::string_view source_sentence(UsageSource source) {
  return words_of(source).sentence;
}

Role source_role(UsageSource source) {
  return words_of(source).role;
}

UsageSum sum_of(const SumsBySource& sums) {
  UsageSum sum;
  for (const UsageSum& one : sums) sum += one;
  return sum;
}

std::string cost_words(const UsageSum& sum) {
  return money_about(sum.cost, sum.estimated.nano_dollars != 0);
}

std::string short_day(core::Timestamp at) {
  const LocalMoment moment = local_moment(at);
  const std::string date = day_text(moment.day);
  return fmt::format("{} {}", weekday_name(moment.weekday), date.substr(0, date.rfind(' ')));
}

std::string span_words(const UsageSpan& span) {
  if (span.to - span.from > std::chrono::hours(1)) return short_day(span.from);
  return fmt::format("{}, {}\u2013{}", short_day(span.from), clock_time(span.from),
                     clock_time(span.to));
}

std::string fine_percent(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return "\u2013";
  const double share = 100.0 * static_cast<double>(part) / static_cast<double>(whole);
  if (part > 0 && share < 0.05) return "under 0.1%";
  return fmt::format("{:.1f}%", share);
}

}  // namespace orchard::app
