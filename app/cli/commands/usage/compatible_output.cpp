#include "app/cli/commands/usage/usage_show.h"
#include "app/cli/metrics/metrics_output.h"
#include "metrics/ccusage/ccusage_account.h"
#include "metrics/export/figure_table.h"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace orchard::app {
namespace {

using metrics::CcusageAccount;
using metrics::CcusageCostMode;
using metrics::CcusageQuestion;
using metrics::CcusageReport;
using metrics::FigureTable;
using metrics::Unit;

CcusageReport report_of(UsageTable table) {
  switch (table) {
    case UsageTable::daily:
      return CcusageReport::daily;
    case UsageTable::weekly:
      return CcusageReport::weekly;
    case UsageTable::monthly:
      return CcusageReport::monthly;
    case UsageTable::session:
      return CcusageReport::session;
    case UsageTable::blocks:
      return CcusageReport::blocks;
  }
  return CcusageReport::daily;
}

/// The first option given that is not carried out in ccusage's way of counting; empty: none.
std::string_view strange_option(const UsageArguments& arguments, bool json) {
  if (!arguments.by.empty()) return "--by";
  if (arguments.watch) return "--watch";
  if (const std::string_view place = place_option(arguments); !place.empty()) return place;
  if (!arguments.session.empty()) return "--id";
  if (!arguments.token_limit.empty()) return "--token-limit";
  if (arguments.plan != UsageArguments{}.plan) return "--plan";
  if (arguments.breakdown && !json) return "--breakdown without --json";
  return {};
}

core::Result<CcusageCostMode> mode_of(const std::string& text) {
  if (text.empty() || text == "auto") return CcusageCostMode::automatic;
  if (text == "calculate") return CcusageCostMode::calculate;
  if (text == "display") return CcusageCostMode::display;
  return core::fail(core::ErrorCode::invalid_argument,
                    fmt::format("There is no mode '{}'; take auto, calculate or display.", text));
}

core::Result<CcusageQuestion> compatible_question(const UsageArguments& arguments,
                                                  const metrics::LocalTime& local,
                                                  core::Timestamp now) {
  CcusageQuestion question;
  question.report = report_of(arguments.table);
  ORCHARD_TRY(const auto range, range_of_arguments(arguments, local, now));
  if (range.from) question.since = local.day_of(*range.from);
  if (range.to) question.until = local.day_of(*range.to - core::Duration(1));
  ORCHARD_TRY(const int week_start, week_start_of(arguments));
  question.first_weekday = std::chrono::weekday(static_cast<unsigned>(week_start + 1));
  question.newest_first = is_descending(arguments);
  ORCHARD_TRY(question.mode, mode_of(arguments.mode));
  question.block_length =
      std::chrono::milliseconds(std::llround(arguments.length_hours * 3'600'000));
  return question;
}

core::Cost cost(double dollars) {
  return {std::llround(dollars * 1e9)};
}

template <class Row>
void add_sums(const Row& row, std::vector<metrics::Cell>& cells) {
  const auto& tokens = row.tokens;
  for (const auto count :
       {tokens.input, tokens.output, tokens.cache_write(), tokens.cache_read, tokens.total()})
    cells.emplace_back(static_cast<std::int64_t>(count));
  cells.emplace_back(cost(row.dollars));
}

/// Leaves the blocks that were asked for, as ccusage does.
void keep_asked(std::vector<metrics::CcusageBlock>& blocks, const UsageArguments& arguments,
                core::Timestamp now) {
  const core::Timestamp since = now - std::chrono::days(3);
  std::erase_if(blocks, [&](const metrics::CcusageBlock& block) {
    if (block.is_active) return false;
    return arguments.active || (arguments.recent && block.start < since);
  });
}

FigureTable table_of(const CcusageAccount& account) {
  FigureTable table;
  const bool is_blocks = account.report == CcusageReport::blocks;
  const bool is_session = account.report == CcusageReport::session;
  table.columns = {{is_blocks    ? "block"
                    : is_session ? "session"
                                 : "period"},
                   {"input", Unit::tokens},
                   {"output", Unit::tokens},
                   {"cache_write", Unit::tokens},
                   {"cache_read", Unit::tokens},
                   {"total", Unit::tokens},
                   {"cost", Unit::dollars}};
  for (const auto& row : account.rows) {
    add_sums(row, table.rows.emplace_back(std::vector<metrics::Cell>{row.label}));
  }
  for (const auto& block : account.blocks) {
    const std::string state = block.is_gap ? " gap" : block.is_active ? " active" : "";
    add_sums(block, table.rows.emplace_back(std::vector<metrics::Cell>{block.id + state}));
  }
  if (!is_blocks)
    add_sums(account.total,
             table.rows.emplace_back(std::vector<metrics::Cell>{std::string("Total")}));
  return table;
}

}  // namespace

core::Result<UsageOutput> make_compatible_output(const metrics::LocalTime& local,
                                                 core::Timestamp now,
                                                 const UsageArguments& arguments,
                                                 const UsageForm& form) {
  if (const std::string_view option = strange_option(arguments, form.json); !option.empty())
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("--compat ccusage goes without {}; leave one of them out.", option));
  ORCHARD_TRY(const CcusageQuestion question, compatible_question(arguments, local, now));
  ORCHARD_TRY(CcusageAccount account,
              metrics::ask_ccusage(metrics::ccusage_environment(), question, local, now));
  keep_asked(account.blocks, arguments, now);
  if (form.json) return UsageOutput{metrics::to_ccusage_json(account, now) + "\n", {}};
  FigureTable table = table_of(account);
  if (arguments.csv) {
    if (question.report != CcusageReport::blocks) table.rows.pop_back();
    return UsageOutput{metrics::to_csv(table), {}};
  }
  return UsageOutput{table_text(table, local, form.width, false), {}};
}

}  // namespace orchard::app
