#include "app/services/live/watch/branch_watch.h"

#include "app/services/recording/refresh.h"
#include "git/repository/repository_lock.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace orchard::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr core::Duration kBetweenLooks = milliseconds(500);
/// Opening a window takes the whole machine; git runs beside it tripled the time to the first
/// frame.
constexpr core::Duration kAfterFirstSight = milliseconds(500);
constexpr core::Duration kBetweenSignsOfLife = seconds(3);
/// git may take this part of the time: one in ten.
constexpr int kRest = 10;

core::Result<BranchNews> look(Engine& engine, const core::WorkspaceId& id,
                              const std::filesystem::path& git_directory, bool with_files) {
  BranchNews news;
  news.workspace = id;
  news.git_directory = git_directory;
  ORCHARD_TRY(const auto workspace, engine.store().find_workspace(id));
  if (!workspace || workspace->status != core::WorkspaceStatus::active) return news;
  news.repository = workspace->repository;
  ORCHARD_TRY(const auto repository, engine.store().find_repository(workspace->repository));
  if (repository) news.look = look_at_repository(*repository);
  if (auto seen = refresh_branch(engine, id); !seen)
    engine.warn(seen.error(), "looking at the branch of " + workspace->name);
  if (!std::filesystem::exists(workspace->path)) return news;
  if (git_directory.empty()) {
    if (const auto found = git::find_git_dir(workspace->path)) news.git_directory = *found;
  }
  if (with_files) {
    ORCHARD_TRY(news.files, list_changed_files(engine, id));
  }
  return news;
}

}  // namespace

BranchWatch::BranchWatch(const Machine& machine, const std::atomic<int>& settings_version,
                         std::function<void(BranchNews)> on_news)
    : machine_(machine), on_news_(std::move(on_news)), worker_(machine, settings_version) {}

void BranchWatch::mark(const core::WorkspaceId& workspace, Reason reason) {
  Subject& subject = subjects_[workspace];
  const core::Timestamp now = machine_.clock.now();
  const core::Duration rest = reason == Reason::activity
                                  ? std::max(kBetweenSignsOfLife, subject.cost * kRest)
                                  : std::max(kBetweenLooks, subject.cost);
  core::Timestamp due = reason == Reason::first_sight ? now + kAfterFirstSight : now;
  if (subject.last_end) due = std::max(due, *subject.last_end + rest);
  if (!subject.due || due < *subject.due) subject.due = due;
}

void BranchWatch::show_files_of(const std::optional<core::WorkspaceId>& workspace) {
  shown_ = workspace;
  if (workspace) mark(*workspace, Reason::soon);
}

void BranchWatch::note(const BranchNews& news) {
  Subject& subject = subjects_[news.workspace];
  const core::Timestamp now = machine_.clock.now();
  if (subject.running_since)
    subject.cost = std::max(now - *subject.running_since, core::Duration(0));
  subject.running_since.reset();
  subject.last_end = now;
  subject.git_directory = news.git_directory;
  if (subject.due) subject.due = std::max(*subject.due, now + kBetweenLooks);
}

void BranchWatch::begin_due() {
  const core::Timestamp now = machine_.clock.now();
  for (auto& [workspace, subject] : subjects_)
    if (subject.due && *subject.due <= now && !subject.running_since) begin(workspace, subject);
}

std::optional<core::Timestamp> BranchWatch::next_due() const {
  std::optional<core::Timestamp> next;
  for (const auto& [workspace, subject] : subjects_)
    if (subject.due && !subject.running_since && (!next || *subject.due < *next))
      next = subject.due;
  return next;
}

void BranchWatch::begin(const core::WorkspaceId& workspace, Subject& subject) {
  subject.due.reset();
  subject.running_since = machine_.clock.now();
  const auto failed = [this, workspace](Engine*, const core::Error& error) {
    machine_.log.write(core::LogLevel::warning, error.describe());
    BranchNews nothing;
    nothing.workspace = workspace;
    on_news_(std::move(nothing));
  };
  worker_.post(
      [this, workspace, git_directory = subject.git_directory,
       with_files = shown_ == workspace](Engine& engine) -> core::Result<void> {
        ORCHARD_TRY(auto news, look(engine, workspace, git_directory, with_files));
        on_news_(std::move(news));
        return {};
      },
      failed);
}

}  // namespace orchard::app
