#include "app/view_model/usage_page/records_view.h"

#include "app/view_model/dialogs/settings_page_view.h"
#include "app/view_model/figures/figure_text.h"
#include "app/view_model/text/displayable.h"
#include "app/view_model/text/format.h"
#include "app/view_model/text/local_time.h"
#include "app/view_model/text/token_words.h"
#include "app/view_model/usage_page/source_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace orchard::app {
namespace {

constexpr std::string_view kUnknown = "\u2013";

/// In a column of its own four digits read as well as "3.1K".
std::string token_text(std::int64_t tokens) {
  return tokens < 10'000 ? grouped_number(tokens) : compact_number(tokens);
}

std::string duration_text(core::Duration duration) {
  const auto tenths = duration.count() / 100'000;
  if (tenths < 600) return fmt::format("{}.{} s", tenths / 10, tenths % 10);
  return elapsed(duration);
}

std::string name_of(const UsageRecord& record) {
  return record.name.empty() ? std::string(kNoName) : displayable_line(record.name);
}

/// "Explore · Add an arena allocator".
std::string title_of(const UsageRecord& record) {
  const bool has_both = !record.agent_type.empty() && !record.title.empty();
  return displayable_line(record.agent_type) + (has_both ? " \u00B7 " : "") +
         displayable_line(record.title);
}

std::string failure_note(const UsageRecord& record) {
  return record.http_status ? fmt::format("{}, not billed", *record.http_status)
                            : std::string("failed, not billed");
}

/// What came, and what it took.
std::string reply_words(const UsageRecord& record) {
  const core::TokenUsage& tokens = record.tokens;
  std::string text = "\n" + displayable_line(record.model);
  text += fmt::format("\nInput {}: {} new, {} written to cache, {} read from cache\nOutput {}",
                      grouped_number(input_tokens(tokens)), grouped_number(tokens.input),
                      grouped_number(tokens.cache_write()), grouped_number(tokens.cache_read),
                      grouped_number(tokens.output));
  text += "\nCost " + money_exact(record.cost);
  if (record.estimated) text += ", estimated: the model has no price of its own";
  if (!record.complete) text += "\nThe reply is not finished, or broke off";
  return text;
}

std::string failure_words(const UsageRecord& record) {
  return record.http_status
             ? fmt::format("\nThe API answered {}: nothing is billed for it", *record.http_status)
             : std::string("\nThe call failed: nothing is billed for it");
}

std::string hover_of(const UsageRecord& record, const RecordLine& line) {
  std::string text = line.name;
  if (!record.title.empty()) text += " / " + displayable_line(record.title);
  if (!record.agent_type.empty()) text += "\nSub-agent " + displayable_line(record.agent_type);
  if (!record.place.empty()) text += "\n" + displayable_line(record.place);
  if (!record.branch.empty()) text += "\nBranch " + displayable_line(record.branch);
  text += "\n" + full_time(record.at);
  if (record.duration) text += "\nTook " + duration_text(*record.duration);
  return text + (record.failed ? failure_words(record) : reply_words(record));
}

RecordLine make_line(const UsageRecord& record, core::Timestamp now) {
  const core::TokenUsage& tokens = record.tokens;
  RecordLine line;
  line.source = record.source;
  line.name = name_of(record);
  line.title = title_of(record);
  if (record.failed) {
    line.note = failure_note(record);
    line.note_role = Role::danger;
  } else if (!record.complete) {
    line.note = "not finished";
  }
  line.session = record.session;
  const Figure unknown{std::string(kUnknown), Role::faint, ""};
  const auto known = [&](std::string text, Role role) {
    return record.failed ? unknown : Figure{std::move(text), role, ""};
  };
  line.figures = {
      known(model_name(record.model), Role::muted),
      known(token_text(tokens.context()), Role::text),
      tokens.context() > 0 ? Figure{percent(tokens.cache_read, tokens.context()), Role::muted, ""}
                           : unknown,
      known(token_text(tokens.output), Role::text),
      Figure{(record.estimated ? kEstimateSign : "") + money_fine(record.cost), Role::text, ""},
      record.duration ? Figure{duration_text(*record.duration), Role::muted, ""} : unknown,
      Figure{relative_time(record.at, now), Role::muted, ""}};
  line.hover = hover_of(record, line);
  return line;
}

bool is_narrowed(const RecordsWanted& wanted) {
  return wanted.source || wanted.span || !wanted.consumer.empty() || !wanted.search.empty();
}

}  // namespace

RecordsView make_records(const UsageFigures& figures, const UsageQuestion& question,
                         core::Timestamp now) {
  RecordsView view;
  view.count = grouped_number(figures.record_count);
  for (const UsageRecord& record : figures.records) view.lines.push_back(make_line(record, now));
  if (view.lines.empty()) {
    view.empty_text =
        is_narrowed(question.records) && figures.total.calls > 0
            ? "No call is like this."
            : fmt::format("No call was made {}.", window_words(question.filter.window));
    return view;
  }
  const std::int64_t first = question.records.page * kRecordsOnPage + 1;
  const auto count = static_cast<std::int64_t>(figures.records.size());
  view.range = fmt::format("{} to {} of {}", grouped_number(first),
                           grouped_number(first + count - 1), view.count);
  if (figures.failed_count > 0)
    view.range += fmt::format(", {} of them failed", grouped_number(figures.failed_count));
  view.range +=
      fmt::format(", {} together",
                  money_about(figures.record_cost, figures.record_estimated.nano_dollars != 0));
  const std::int64_t last = last_page(figures.record_count);
  view.page =
      fmt::format("{} / {}", grouped_number(question.records.page + 1), grouped_number(last + 1));
  view.has_before = question.records.page > 0;
  view.has_after = question.records.page < last;
  return view;
}

std::string_view record_column_title(RecordColumn column) {
  constexpr std::array<std::string_view, 9> kTitles = {
      "SOURCE", "NAME", "MODEL", kInputTitle, "CACHED", "OUTPUT", "COST", "DURATION", "TIME"};
  return kTitles.at(static_cast<std::size_t>(column));
}

std::string_view record_column_hover(RecordColumn column) {
  constexpr std::array<std::string_view, 9> kHovers = {
      "Who made the call",
      "The workspace, or the folder outside Orchard, the sub-agent, and the session",
      "The model that answered",
      kInputMeaning,
      "The share of the input that was read from the cache",
      "Tokens generated: text, thinking and tool calls",
      "What the call cost at the price of its day",
      "From the request to the end of the reply, where it is known",
      "When the reply came"};
  return kHovers.at(static_cast<std::size_t>(column));
}

RecordSort sort_after_press(RecordSort sort, RecordColumn column) {
  if (sort.column == column) return {column, !sort.descending};
  const bool words = column == RecordColumn::source || column == RecordColumn::name ||
                     column == RecordColumn::model;
  return {column, !words};
}

std::int64_t last_page(std::int64_t records) {
  return std::max<std::int64_t>(0, (records - 1) / kRecordsOnPage);
}

}  // namespace orchard::app
