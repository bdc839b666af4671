#pragma once

#include "app/model/figures.h"
#include "app/model/usage_figures.h"
#include "core/base/clock.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace orchard::app {

// What the ledger says to a FigureQuestion. Built by services, read by the window.

/// What happened within a window.
struct FigureTotals {
  std::int64_t sessions = 0;
  std::int64_t turns = 0;
  std::int64_t commits = 0;
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  std::int64_t calls = 0;
  core::TokenUsage usage;
  core::Cost cost;
  core::Cost estimated;  ///< the part of `cost` whose models have no price of their own

  bool operator==(const FigureTotals&) const = default;
};

/// What one session did within the window.
struct LeaderSession {
  core::SessionId session;
  std::string title;
  FigureTotals totals;
  core::Timestamp last_active_at;

  bool operator==(const LeaderSession&) const = default;
};

/// One line of a leaderboard.
struct Leader {
  std::optional<core::RepositoryId> repository;
  std::string repository_name;
  bool repository_removed = false;
  std::optional<core::WorkspaceId> workspace;  ///< none among repositories
  std::string name;                            ///< empty: sessions without a workspace
  std::string branch;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
  FigureTotals totals;
  core::Timestamp last_active_at;       ///< ever
  std::vector<LeaderSession> sessions;  ///< newest first, of opened workspaces only

  bool operator==(const Leader&) const = default;
};

/// A session with a sign of life in the last 24 hours.
struct RecentSession {
  core::SessionId session;
  std::string title;
  std::string workspace_name;
  std::string repository_name;
  core::Timestamp from;
  core::Timestamp to;
  std::int64_t turns = 0;
  bool open = false;  ///< its newest turn has no end
  core::SessionState state = core::SessionState::stopped;
  std::optional<core::TurnOutcome> outcome;

  bool operator==(const RecentSession&) const = default;
};

struct CommandUses {
  std::string name;
  std::int64_t uses = 0;

  bool operator==(const CommandUses&) const = default;
};

/// What the calls of one model come to.
struct ModelTotals {
  std::string model;  ///< empty: not known
  std::int64_t calls = 0;
  core::TokenUsage usage;
  core::Cost cost;
  core::Cost estimated;  ///< the part of `cost` that is no price of its own

  bool operator==(const ModelTotals&) const = default;
};

/// What the calls of one calendar day come to.
struct DayTotals {
  std::chrono::sys_days day;
  std::int64_t calls = 0;
  std::int64_t tokens = 0;
  core::Cost cost;

  bool operator==(const DayTotals&) const = default;
};

/// How long sessions took, from the first turn's beginning to the last one's end.
struct SessionLengths {
  std::array<std::int64_t, 7> sessions{};  ///< up to 1, 5, 15 min, 1, 4, 24 h, then longer
  std::int64_t count = 0;
  core::Duration median{0};
  core::Duration longest{0};

  bool operator==(const SessionLengths&) const = default;
};

/// How fast models were called, in quarters of an hour that hold a call.
struct CallsPerMinute {
  double usual = 0;
  double peak = 0;
  std::optional<core::Timestamp> peak_at;

  bool operator==(const CallsPerMinute&) const = default;
};

/// The current billing period, so far.
struct BillingTotals {
  std::chrono::sys_days from;
  std::chrono::sys_days to;  ///< its last day
  std::int64_t calls = 0;
  std::int64_t tokens = 0;
  core::Cost cost;

  bool operator==(const BillingTotals&) const = default;
};

/// Everything the page shows.
struct AnalyticsFigures {
  FigureTotals total;
  std::vector<Leader> workspaces;
  std::vector<Leader> repositories;
  std::array<std::array<std::int64_t, 24>, 7> heat{};   ///< [weekday][hour], Monday first
  std::array<std::array<std::int64_t, 7>, 13> weeks{};  ///< turns, Monday first
  std::chrono::sys_days first_day;                      ///< of `weeks`, as a label
  std::chrono::sys_days today;
  std::array<std::int64_t, 8> histogram{};  ///< upper edges 2 4 8 16 32 64 128, then more
  std::vector<CommandUses> commands;        ///< most used first
  std::vector<RecentSession> recent;        ///< newest first
  std::vector<DayTotals> days;              ///< oldest first, none left out
  std::vector<ModelTotals> models;          ///< dearest first
  SessionLengths lengths;
  CallsPerMinute pace;
  BillingTotals billing;

  bool operator==(const AnalyticsFigures&) const = default;
};

enum class CellUnit {
  none,
  count,
  lines,
  tokens,
  dollars,
  share,
  per_minute,
  duration,
  time,
  day,
  hour
};

/// One value of a list; monostate: not known.
using FigureCell = std::variant<std::monostate, std::int64_t, double, bool, std::string, core::Cost,
                                core::Duration, core::Timestamp, std::chrono::sys_days>;

struct FigureColumn {
  std::string name;  ///< snake_case, as exports call it
  CellUnit unit = CellUnit::none;

  bool operator==(const FigureColumn&) const = default;
};

/// The rows behind a figure, newest first.
struct FigureRows {
  std::vector<FigureColumn> columns;
  std::vector<std::vector<FigureCell>> rows;
  bool more = false;  ///< there are older ones that are not here
  std::string list;   ///< "commits counted then"

  bool operator==(const FigureRows&) const = default;
};

struct RepositoryChoice {
  core::RepositoryId id;
  std::string name;
  bool removed = false;

  bool operator==(const RepositoryChoice&) const = default;
};

struct WorkspaceChoice {
  core::WorkspaceId id;
  core::RepositoryId repository;
  std::string name;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;

  bool operator==(const WorkspaceChoice&) const = default;
};

/// What the filter can be set to, removed and deleted ones last.
struct FigureChoices {
  std::vector<RepositoryChoice> repositories;
  std::vector<WorkspaceChoice> workspaces;
  std::vector<std::string> models;

  bool operator==(const FigureChoices&) const = default;
};

/// Immutable once published.
struct FigureAnswer {
  FigureQuestion question;
  core::Timestamp now;  ///< the moment it was asked
  std::string problem;  ///< one sentence when there is no answer
  FigureChoices choices;
  std::optional<AnalyticsFigures> analytics;
  std::optional<UsageFigures> usage;
  std::optional<FigureRows> rows;

  /// The window would show the same; times run on unnoticed.
  [[nodiscard]] bool says_the_same(const FigureAnswer& other) const {
    return question == other.question && problem == other.problem && choices == other.choices &&
           analytics == other.analytics && usage == other.usage && rows == other.rows;
  }
};

/// What a figure means, as the definitions say it.
struct FigureWords {
  std::string name;
  std::string title;
  std::string sentence;
  std::string unit;
};

/// What does not change while the window is open.
struct FigureBook {
  std::vector<FigureWords> figures;
  std::string zone;           ///< "Europe/Berlin"; empty when it has no name
  std::string export_folder;  ///< where files are offered to go, with a slash at the end
};

}  // namespace orchard::app
