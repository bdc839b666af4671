#include "app/cli/statusline/run_statusline.h"

#include "app/cli/statusline/statusline_input.h"
#include "app/cli/statusline/statusline_text.h"
#include "core/settings/settings.h"
#include "metrics/filter/window_parts.h"
#include "metrics/ledger/store.h"
#include "metrics/pricing/price_book.h"
#include "metrics/schema/columns.h"
#include "metrics/sweep/session_glance.h"
#include "metrics/sweep/sweep.h"
#include "metrics/usage/blocks/block_pace.h"
#include "metrics/usage/blocks/block_query.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include <unistd.h>

namespace orchard::app {
namespace {

using core::Result;
using core::Timestamp;
using metrics::find_integer;
using Spent = StatuslineFigures::Spent;

constexpr std::size_t kMostInput = std::size_t{1} << 20U;
/// For what other processes do with the store.
constexpr std::chrono::milliseconds kPatience{20};

constexpr std::string_view kSession =
    "SELECT SUM(u.cost), SUM(u.estimated) FROM usage_session_day u JOIN session s ON s.key = "
    "u.session "
    "WHERE s.id = ?1 HAVING COUNT(*) > 0";
constexpr std::string_view kToday =
    "SELECT COALESCE(SUM(cost), 0), COALESCE(SUM(estimated), 0) FROM usage_session_quarter "
    "WHERE quarter >= ?1";
constexpr std::string_view kContext =
    "SELECT c.input + c.cache_write_5m + c.cache_write_1h + c.cache_read FROM api_call c "
    "JOIN session s ON s.key = c.session WHERE s.id = ?1 AND c.flags & 4612 = 0 "
    "ORDER BY c.at DESC, c.key DESC LIMIT 1";

/// Of a row with a cost and the part of it that is estimated, if there is one.
template <class Value>
Result<std::optional<Spent>> find_spent(core::Database& database, std::string_view sql,
                                        const Value& value) {
  ORCHARD_TRY(core::Statement statement, database.prepare(sql));
  statement.bind_all(value);
  ORCHARD_TRY(const bool found, statement.step());
  if (!found) return std::nullopt;
  return Spent{core::Cost{statement.integer(0)}, statement.integer(1) != 0};
}

/// Others may hold the store: a status line goes without rather than wait.
Result<void> record_limits(metrics::Store& store, const StatuslineInput& input, Timestamp now) {
  if (input.session.empty()) return {};
  for (const StatuslineInput::Limit& limit : input.limits)
    ORCHARD_CHECK(metrics::record_told_limit(store, input.session, limit.kind,
                                             {now, limit.used, limit.resets_at}));
  return {};
}

/// Bytes of a transcript that the ledger does not know yet.
Result<std::int64_t> count_news(metrics::Store& store, const std::filesystem::path& file) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file, missing);
  if (missing) return 0;
  ORCHARD_TRY(const auto read,
              find_integer(store.database(), "SELECT offset FROM transcript WHERE path = ?1",
                           file.string()));
  return static_cast<std::int64_t>(size) - read.value_or(0);
}

/// Whether the transcripts of this session may be read: those of sessions outside Orchard only
/// where their use is counted.
bool may_read(metrics::Store& store, const core::Result<core::Settings>& settings,
              const std::string& session) {
  if (!settings || settings->count_outside_use) return settings.has_value();
  const auto outside =
      find_integer(store.database(), "SELECT outside FROM session WHERE id = ?1", session);
  return outside && *outside == 0;
}

/// What the session and its sub-agents write.
std::vector<std::filesystem::path> transcripts_of(const StatuslineInput& input) {
  const std::filesystem::path transcript(input.transcript);
  if (transcript.extension() != ".jsonl") return {};
  std::vector<std::filesystem::path> files{transcript};
  std::error_code missing;
  const auto sub_agents = transcript.parent_path() / transcript.stem() / "subagents";
  for (std::filesystem::directory_iterator entry(sub_agents, missing), end;
       !missing && entry != end; entry.increment(missing))
    if (entry->path().extension() == ".jsonl") files.push_back(entry->path());
  return files;
}

/// What they wrote since, unless that is much: then it stays for the next command that reads
/// everything.
Result<void> read_news(metrics::Store& store, const StatuslineInput& input, Timestamp now) {
  constexpr std::int64_t kMostNews = 1 << 20;
  std::vector<std::filesystem::path> changed;
  std::int64_t all = 0;
  for (const std::filesystem::path& file : transcripts_of(input)) {
    ORCHARD_TRY(const std::int64_t news, count_news(store, file));
    if (news != 0) changed.push_back(file);
    all += news;
  }
  if (changed.empty() || all > kMostNews) return {};
  ORCHARD_TRY(const auto report, metrics::TranscriptSweep(store, now).run_files(changed));
  static_cast<void>(report);
  return {};
}

/// What the ledger does not know of the session, from its transcripts alone, unless they are long.
void glance(const StatuslineInput& input, const metrics::PriceTable& prices, Timestamp now,
            StatuslineFigures& figures) {
  constexpr std::uintmax_t kMost = std::uintmax_t{8} << 20U;
  const std::vector<std::filesystem::path> files = transcripts_of(input);
  std::uintmax_t all = 0;
  for (const std::filesystem::path& file : files) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(file, missing);
    if (!missing) all += size;
  }
  if (all == 0 || all > kMost) return;
  const auto seen = metrics::glance_at_session(files, input.session, now, prices);
  if (!seen) return;
  figures.session = Spent{seen->cost, seen->estimated.nano_dollars != 0};
  if (!input.context_tokens) figures.context_tokens = seen->context_tokens;
}

Result<void> read_block(metrics::Store& store, Timestamp now, StatuslineFigures& figures) {
  ORCHARD_TRY(const auto report, metrics::query_blocks(store, now, now));
  const auto active = std::ranges::find(report.blocks, true, &metrics::Block::is_active);
  if (active == report.blocks.end()) return {};
  figures.block = StatuslineFigures::ActiveBlock{
      {active->cost, active->estimated.nano_dollars != 0}, active->end, std::nullopt};
  if (const auto rate = metrics::burn_rate(*active))
    figures.block->dollars_per_hour = rate->dollars_per_hour;
  return {};
}

Result<void> read_figures(metrics::Store& store, const StatuslineInput& input,
                          const metrics::LocalTime& local, Timestamp now,
                          StatuslineFigures& figures) {
  core::Database& database = store.database();
  const Timestamp midnight = local.start_of(local.day_of(now));
  ORCHARD_TRY(figures.today,
              find_spent(database, kToday, metrics::micros(midnight) / metrics::kMicrosAQuarter));
  ORCHARD_CHECK(read_block(store, now, figures));
  if (input.session.empty()) return {};
  ORCHARD_TRY(figures.session, find_spent(database, kSession, input.session));
  if (input.context_tokens) return {};
  ORCHARD_TRY(figures.context_tokens, find_integer(database, kContext, input.session));
  return {};
}

std::string read_standard_input() {
  std::string input;
  std::array<char, 16384> chunk;
  while (input.size() < kMostInput) {
    const ssize_t count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
    if (count <= 0) break;
    input.append(chunk.data(), static_cast<std::size_t>(count));
  }
  return input;
}

}  // namespace

std::string run_statusline(const core::Paths& paths, const core::Clock& clock,
                           const metrics::LocalTime& local, std::string_view text) {
  const StatuslineInput input = read_statusline_input(text);
  const Timestamp now = clock.now();
  StatuslineFigures figures;
  const auto settings = core::load_settings(paths.settings_file());
  const metrics::PriceBook book = metrics::open_price_book(paths.config / "prices.json");
  std::error_code missing;
  if (std::filesystem::exists(paths.database(), missing)) {
    if (auto store = metrics::Store::open_at_once(paths.database(), kPatience, *book.table)) {
      // What fails here is missing in the line, which is all there is to say of it.
      static_cast<void>(record_limits(*store, input, now));
      if (may_read(*store, settings, input.session))
        static_cast<void>(read_news(*store, input, now));
      static_cast<void>(read_figures(*store, input, local, now, figures));
    }
  }
  if (!figures.session && settings && settings->count_outside_use)
    glance(input, *book.table, now, figures);
  return statusline_text(input, figures, now) + "\n";
}

int run_statusline_command() {
  const std::string input = read_standard_input();
  const core::SystemClock clock;
  const metrics::SystemLocalTime local;
  const auto paths = core::resolve_paths();
  const std::string line =
      paths ? run_statusline(*paths, clock, local, input)
            : statusline_text(read_statusline_input(input), {}, clock.now()) + "\n";
  std::fwrite(line.data(), 1, line.size(), stdout);
  return 0;
}

}  // namespace orchard::app
