#pragma once

#include "app/model/figure_answer.h"
#include "app/model/plan_state.h"
#include "app/model/storage_state.h"
#include "core/base/clock.h"
#include "core/domain/fact.h"
#include "core/domain/ids.h"
#include "core/domain/quantities.h"
#include "core/domain/states.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app {

/// A question of an agent that waits for the user.
struct OpenRequest {
  core::SessionId session;
  core::PermissionRequestId request;
  std::string tool;
  std::string summary;     ///< one line: the command, the file
  std::string input_json;  ///< all arguments, as the agent sent them
  core::Timestamp asked_at;
};

/// One conversation of a workspace, as the ledger knows it.
struct SessionSummary {
  core::SessionId id;
  std::string title;  ///< first line of its first prompt
  core::SessionState state = core::SessionState::stopped;
  std::optional<core::TurnOutcome> last_outcome;
  std::string last_error;  ///< set when the last outcome is error
  std::string model;
  std::string permission_mode;
  std::int64_t turns = 0;
  core::TokenUsage usage;
  core::Cost cost;
  bool cost_is_estimated = false;   ///< a model without a price of its own took part
  std::int64_t context_tokens = 0;  ///< of the last finished API call
  std::int64_t context_window = 0;  ///< 0 when unknown
  core::Timestamp started_at;
  core::Timestamp last_active_at;
  std::optional<core::Timestamp> turn_started_at;  ///< while a turn runs
  std::string last_message;                        ///< last text of the agent, at most 400 bytes
  std::string current_tool;                        ///< "Bash ctest -L draw" while one runs
  std::vector<OpenRequest> requests;
  std::vector<std::string> queued_prompts;  ///< stored and not yet read by the agent
};

enum class FileGroup { committed, staged, unstaged, untracked };

struct ChangedFile {
  FileGroup group = FileGroup::committed;
  std::string path;
  char letter = 'M';  ///< A, M, D, R, ?
  core::DiffStat stat;
};

/// One worktree with its branch and conversations.
struct WorkspaceState {
  core::WorkspaceId id;
  core::RepositoryId repository;
  std::string repository_name;
  std::string name;
  std::string branch;
  std::string base;
  std::string path;
  core::WorkspaceStatus status = core::WorkspaceStatus::active;
  core::Timestamp created_at;
  core::Timestamp last_active_at;
  std::int64_t commits = 0;
  core::DiffStat net;
  core::DiffStat uncommitted;
  std::vector<SessionSummary> sessions;  ///< newest first
  std::vector<ChangedFile> files;        ///< filled for the selected workspace only
  std::vector<core::CommitInfo> log;     ///< newest first, selected workspace only
};

struct RepositoryState {
  core::RepositoryId id;
  std::string name;
  std::string path;
  std::string base;
  std::vector<std::string> branches;  ///< local branches a workspace can start from
  std::string problem;                ///< one sentence when the repository cannot be read now
  std::vector<std::shared_ptr<const WorkspaceState>> workspaces;
};

/// The numbers of the dashboard; every one a sum over the ledger.
struct Tiles {
  std::int64_t sessions_running = 0;
  std::int64_t sessions_waiting = 0;
  std::int64_t sessions_24h = 0;
  std::int64_t sessions_day_before = 0;
  std::array<std::int64_t, 24> sessions_by_hour{};  ///< last 24 h, oldest first
  std::int64_t commits_today = 0;
  std::array<std::int64_t, 14> commits_by_day{};  ///< oldest first, today last
  std::int64_t additions_7d = 0;
  std::int64_t deletions_7d = 0;
  std::int64_t sessions_ended_30d = 0;
  std::int64_t sessions_ok_30d = 0;
  core::Cost cost_30d;
  core::Cost cost_today;
  bool cost_30d_is_estimated = false;  ///< as of a session
  bool cost_today_is_estimated = false;
  std::array<core::Cost, 30> cost_by_day{};
  core::TokenUsage usage_30d;
};

struct RepositoryTotals {
  core::RepositoryId id;
  std::string name;
  std::int64_t sessions = 0;
  std::int64_t commits = 0;
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  core::Cost cost;
  bool cost_is_estimated = false;  ///< as of a session
};

struct CommandCount {
  std::string name;  ///< with its slash
  std::int64_t uses = 0;
};

/// What the lower part of the dashboard shows.
struct AnalyticsPreview {
  std::vector<RepositoryTotals> repositories_7d;
  std::array<std::array<std::int64_t, 7>, 13> turns_by_week{};  ///< [week][weekday], Monday first
  int today_weekday = 0;                                        ///< 0 = Monday
  std::array<std::int64_t, 8> turn_histogram{};  ///< upper edges 2 4 8 16 32 64 128, then more
  std::vector<CommandCount> commands_7d;
};

/// A plan limit as last reported by an agent's stream.
struct PlanLimit {
  std::string kind;
  std::optional<double> utilization;
  std::optional<core::Timestamp> resets_at;
  core::Timestamp seen_at;
};

/// One line of the open conversation.
struct TranscriptItem {
  enum class Kind { user, text, thinking, tool, notice, error, turn_footer };
  Kind kind = Kind::text;
  std::string id;    ///< stable across snapshots
  int depth = 0;     ///< 1 inside a sub-agent
  std::string text;  ///< Markdown for text; the sentence for notices and errors
  core::Timestamp at;
  // tool
  std::string tool;
  std::string summary;
  std::string input_json;
  std::string result;
  bool finished = true;
  bool failed = false;
  // turn_footer
  std::int64_t turn_number = 0;
  core::TurnOutcome outcome = core::TurnOutcome::ok;
  core::Duration duration{0};
  core::TokenUsage usage;
  core::Cost cost;
  std::string model;
};

/// The conversation that is open in the window.
struct Transcript {
  core::SessionId session;
  std::vector<std::shared_ptr<const TranscriptItem>> items;
  std::string streaming_text;  ///< the reply as far as it has come
  std::string streaming_thinking;
};

enum class NoticeLevel { info, success, warning, error };

/// Something to tell the user beside what it concerns.
struct Notice {
  std::uint64_t id = 0;
  NoticeLevel level = NoticeLevel::info;
  std::string text;
  std::optional<core::WorkspaceId> workspace;
  core::Timestamp at;
  bool undo_archive = false;  ///< offers to restore `workspace`
};

/// Work that takes longer than a moment.
struct Progress {
  std::uint64_t id = 0;
  std::string text;  ///< "Creating quiet-fern"
  core::Timestamp since;
};

/// What the machine offers, for the welcome screen and the doctor.
struct HealthCheck {
  enum class Level { ok, off, warning, failed };
  std::string name;  ///< "Claude Code is installed"
  Level level = Level::ok;
  std::string detail;  ///< "claude 2.1.14"
  std::string remedy;  ///< what to do, empty when ok
};

/// The few settings the window can change.
struct SettingsView {
  std::string theme = "dark";  ///< dark, light, high-contrast
  double text_scale = 1.0;
  bool reduced_motion = false;
  bool stop_agents_on_quit = false;
  std::string branch_prefix_kind = "user";  ///< user, custom, none
  std::string branch_prefix_custom;
  std::string default_model;
  std::string default_permission_mode = "default";
  std::string claude_path;        ///< empty: found on PATH
  int idle_process_minutes = 30;  ///< an idle agent process is ended after this
  bool usage_insights = false;
  int billing_day = 1;                   ///< of the month, when a billing period begins
  bool attention_when_waiting = true;    ///< the window calls when an agent needs the user
  bool attention_when_finished = false;  ///< and when one is done
  bool count_outside_use = true;         ///< transcripts of sessions not Orchard's are read
  std::string file;                      ///< where the settings stand
};

/// A command like "/config usage" wants a section of the settings to be shown.
struct SettingsRequest {
  std::uint64_t number = 0;  ///< grows with every wish; 0: there was none
  std::string section;       ///< one of kSettingsSections
  bool operator==(const SettingsRequest&) const = default;
};

/// Everything the window shows, immutable once published. Built on the IO thread, read by the UI.
struct AppSnapshot {
  std::uint64_t version = 0;
  core::Timestamp built_at;
  bool loaded = false;  ///< false until the store was read once
  std::vector<RepositoryState> repositories;
  std::vector<std::shared_ptr<const WorkspaceState>> archived;
  Tiles tiles;
  AnalyticsPreview analytics;
  std::shared_ptr<const FigureBook> figure_book;
  std::shared_ptr<const FigureAnswer> figures;  ///< null while nobody looks at figures
  ExportOutcome export_outcome;                 ///< of the newest export
  std::optional<PlanLimit> five_hour;
  PlanState plan;
  std::vector<NetworkEntry> network;  ///< newest first
  SignInState sign_in;
  StorageState storage;
  SettingsRequest settings_request;
  std::shared_ptr<const Transcript> transcript;  ///< null when no conversation is open
  std::vector<Notice> notices;
  std::vector<Progress> progress;
  std::vector<HealthCheck> health;
  SettingsView settings;
};

}  // namespace orchard::app
