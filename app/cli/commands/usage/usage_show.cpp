#include "app/cli/commands/usage/usage_show.h"

#include "app/cli/table.h"
#include "app/cli/usage/blocks_output.h"
#include "app/cli/usage/usage_output.h"
#include "app/services/recording/refresh.h"
#include "app/services/sweep/sweep_transcripts.h"
#include "app/use_case/repositories.h"
#include "app/view_model/text/format.h"
#include "metrics/sweep/places/project_finder.h"
#include "metrics/usage/blocks/block_pace.h"
#include "metrics/usage/reading/usage_places.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace orchard::app {
namespace {

using core::Timestamp;
using metrics::Block;
using nlohmann::json;

/// As far back as the limits of a plan are learned from.
constexpr core::Duration kLearned = std::chrono::hours(192);
constexpr core::Duration kRecent = std::chrono::hours(72);

std::string dump(const json& document, const UsageForm& form) {
  return document.dump(form.one_line ? -1 : 2) + "\n";
}

/// Whether it is written as paths are, not as a name.
bool is_path(const std::string& text) {
  return text == "." || text == ".." || text.find('/') != std::string::npos;
}

/// The project that a path leads to, as the ledger names it; where it leads to none, as it was
/// written.
core::Result<std::string> project_at(Engine& engine, const std::string& text) {
  namespace fs = std::filesystem;
  ORCHARD_TRY(const auto places, metrics::UsagePlaces::read(engine.store().database()));
  std::error_code unknown;
  const fs::path there = fs::absolute(text, unknown).lexically_normal();
  const fs::path folder = there.has_filename() ? there : there.parent_path();
  std::vector<fs::path> candidates{text, folder, fs::weakly_canonical(folder, unknown)};
  if (const auto git = metrics::find_git_place(folder)) candidates.push_back(git->checkout);
  for (const fs::path& candidate : candidates)
    for (const auto& [key, project] : places.projects)
      if (project.path == candidate.string()) return project.path;
  for (const fs::path& gone : {folder, fs::weakly_canonical(folder, unknown)}) {
    ORCHARD_TRY(const auto key, metrics::find_remembered_project(engine.store().database(), gone));
    if (key) return places.projects.at(*key).path;
  }
  return text;
}

core::Result<void> resolve_places(Engine& engine, const UsageArguments& arguments,
                                  metrics::UsageFilter& filter) {
  if (is_path(filter.project)) {
    ORCHARD_TRY(filter.project, project_at(engine, filter.project));
  }
  if (!arguments.repository.empty()) {
    ORCHARD_TRY(const auto repository, find_any_repository(engine, arguments.repository));
    filter.place.repository = repository.id;
  }
  if (!arguments.workspace.empty()) {
    ORCHARD_TRY(filter.place.workspace, find_workspace(engine, arguments.workspace));
  }
  return {};
}

core::Result<UsageOutput> show_account(Engine& engine, const UsageArguments& arguments,
                                       const metrics::UsageQuestion& question,
                                       const UsageForm& form) {
  ORCHARD_TRY(auto account,
              metrics::query_usage(engine.store(), engine.local_time(), engine.now(), question));
  if (is_descending(arguments)) {
    std::ranges::stable_sort(
        account.lines,
        [](const metrics::AccountLine& a, const metrics::AccountLine& b) { return b.day < a.day; });
  }
  if (form.json)
    return UsageOutput{dump(account_json(arguments.table, account, question.by), form), {}};
  if (arguments.csv)
    return UsageOutput{account_csv(arguments.table, account, question.by, arguments.breakdown), {}};
  return UsageOutput{
      account_text(arguments.table, account, question.by, arguments.breakdown, form.width),
      estimate_note(account.total)};
}

/// The session whose id begins so; a text that fits none stays as it is.
core::Result<std::string> find_used_session(Engine& engine, const std::string& text) {
  ORCHARD_TRY(const auto sessions, metrics::query_usage_sessions(engine.store(), {}, {}));
  std::vector<std::string> ids;
  ids.reserve(sessions.size());
  for (const metrics::SessionUsage& session : sessions) ids.push_back(session.id);
  ORCHARD_TRY(const auto found, complete_id(text, ids, "sessions"));
  return found.value_or(text);
}

core::Result<UsageOutput> show_calls(Engine& engine, const UsageArguments& arguments,
                                     const metrics::UsageQuestion& question,
                                     const UsageForm& form) {
  metrics::RecordQuestion records;
  records.filter = question.filter;
  ORCHARD_TRY(records.filter.session, find_used_session(engine, arguments.session));
  records.range = question.range;
  records.ascending = !is_descending(arguments);
  records.limit = std::numeric_limits<std::size_t>::max() / 2;
  ORCHARD_TRY(const auto page, metrics::query_usage_records(engine.store(), records));
  if (form.json)
    return UsageOutput{dump(session_calls_json(records.filter.session, page), form), {}};
  if (arguments.csv) return UsageOutput{metrics::to_csv(metrics::record_table(page.rows)), {}};
  return UsageOutput{session_calls_text(page, engine.local_time(), form.width),
                     session_calls_note(page)};
}

core::Result<UsageOutput> show_session(Engine& engine, const UsageArguments& arguments,
                                       const metrics::UsageQuestion& question,
                                       const UsageForm& form) {
  if (!arguments.session.empty()) return show_calls(engine, arguments, question, form);
  ORCHARD_TRY(auto sessions,
              metrics::query_usage_sessions(engine.store(), question.filter, question.range));
  if (arguments.order == "asc") std::ranges::reverse(sessions);
  if (form.json) return UsageOutput{dump(sessions_json(sessions), form), {}};
  if (arguments.csv) return UsageOutput{sessions_csv(sessions, arguments.breakdown), {}};
  return UsageOutput{sessions_text(sessions, engine.local_time(), arguments.breakdown, form.width),
                     estimate_note(sum_of(sessions))};
}

core::Result<std::optional<std::int64_t>> read_token_limit(const std::string& text,
                                                           std::span<const Block> blocks) {
  if (text.empty()) return std::nullopt;
  if (text == "max") return metrics::most_tokens(blocks);
  std::int64_t limit = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || limit <= 0)
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("'{}' is no number of tokens; give one above zero, or max.", text));
  return limit;
}

void keep_asked(const UsageArguments& arguments, const metrics::TimeRange& range, Timestamp now,
                std::vector<Block>& blocks) {
  std::erase_if(blocks, [&](const Block& block) {
    if (arguments.active && !block.is_active) return true;
    if (arguments.recent && !block.is_active && block.start < now - kRecent) return true;
    return !range.contains(block.start);
  });
  if (is_descending(arguments)) std::ranges::reverse(blocks);
}

core::Result<UsageOutput> show_blocks(Engine& engine, const UsageArguments& arguments,
                                      const metrics::TimeRange& range, const UsageForm& form) {
  BlocksView view;
  view.now = engine.now();
  const auto plan = metrics::parse_plan_name(arguments.plan);
  if (!plan)
    return core::fail(
        core::ErrorCode::invalid_argument,
        fmt::format("There is no plan '{}'; take pro, max5, max20 or custom.", arguments.plan));
  view.plan = *plan;
  const core::Duration length(static_cast<std::int64_t>(arguments.length_hours * 3.6e9));
  // --token-limit max looks at every block there ever was.
  std::optional<Timestamp> since;
  if (arguments.active || arguments.recent || range.from) since = view.now - kLearned;
  if (range.from && since) since = std::min(*since, *range.from);
  if (arguments.token_limit == "max") since.reset();
  ORCHARD_TRY(view.report, metrics::query_blocks(engine.store(), view.now, since, length));
  ORCHARD_TRY(view.official, metrics::query_official_limits(engine.store(), view.now));
  std::vector<Block> learned;
  for (const Block& block : view.report.blocks)
    if (block.end > view.now - kLearned) learned.push_back(block);
  view.limit = metrics::limit_of(view.plan, learned);
  ORCHARD_TRY(view.fresh_tokens_per_minute,
              metrics::query_fresh_tokens_per_minute(engine.store(), view.now));
  for (const Block& block : view.report.blocks)
    if (!block.is_gap) view.newest = block;
  ORCHARD_TRY(view.token_limit, read_token_limit(arguments.token_limit, view.report.blocks));
  keep_asked(arguments, range, view.now, view.report.blocks);
  if (form.json) return UsageOutput{dump(blocks_json(view), form), {}};
  if (arguments.csv) return UsageOutput{blocks_csv(view), {}};
  return UsageOutput{arguments.active ? active_block_text(view, engine.local_time())
                                      : blocks_text(view, engine.local_time(), form.width),
                     {}};
}

/// Where nothing was found.
std::string no_transcripts_text(const Engine& engine) {
  std::string folders;
  for (const auto& dir : named_config_dirs(engine))
    folders += (folders.empty() ? "" : " or ") + dir.lexically_normal().string();
  if (folders.empty())
    return "No transcripts of Claude Code were found in ~/.claude; CLAUDE_CONFIG_DIR can name "
           "another folder.";
  return terminal_text(
      "No transcripts of Claude Code were found: there is no folder 'projects' in " + folders +
      ", which CLAUDE_CONFIG_DIR names.");
}

}  // namespace

core::Result<metrics::SweepReport> refresh_usage(Engine& engine) {
  metrics::SweepReport report;
  const auto look = [&report](Engine& current) -> core::Result<void> {
    ORCHARD_CHECK(refresh_sessions(current));
    ORCHARD_TRY(report, sweep_transcripts(current));
    return {};
  };
  ORCHARD_CHECK(engine.catch_up(look));
  return report;
}

core::Result<std::string> unread_note(Engine& engine, const metrics::SweepReport& report,
                                      bool for_people) {
  ORCHARD_TRY(const bool counts_all, counts_outside_use(engine.paths()));
  // Without a look, nothing is known of what there is to read.
  if (counts_all && report.directories.empty() && engine.staleness().empty())
    return no_transcripts_text(engine);
  std::string what;
  if (!report.problems.empty())
    what = counted(static_cast<std::int64_t>(report.problems.size()), "file or folder",
                   "files and folders");
  // Where use outside is left alone, its lines are not looked at either.
  std::int64_t lines = 0;
  if (for_people && counts_all) {
    ORCHARD_TRY(lines, metrics::count_skipped_lines(engine.store()));
  }
  if (lines > 0) what += (what.empty() ? "" : ", ") + counted(lines, "line", "lines");
  if (what.empty()) return what;
  return "Not counted: " + what + " of transcripts. `orchard usage skipped` says why.";
}

void say_outside_is_left_alone(const Engine& engine) {
  if (!engine.settings().count_outside_use)
    say("Use outside Orchard is left alone and not counted: see `orchard usage outside`.");
}

core::Result<UsageOutput> make_usage_output(Engine& engine, const UsageArguments& arguments,
                                            const UsageForm& form) {
  ORCHARD_TRY(auto question, question_of(arguments, engine.local_time(), engine.now()));
  ORCHARD_CHECK(resolve_places(engine, arguments, question.filter));
  if (arguments.table == UsageTable::blocks)
    return show_blocks(engine, arguments, question.range, form);
  if (arguments.table == UsageTable::session)
    return show_session(engine, arguments, question, form);
  return show_account(engine, arguments, question, form);
}

}  // namespace orchard::app
