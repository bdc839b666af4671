#include "app/services/live/live_loop.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace orchard::app {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// The net below the watched folders: what they do not tell is found by looking.
constexpr core::Duration kRound = seconds(2);
constexpr core::Duration kQuietRound = seconds(10);
constexpr core::Duration kBetweenCare = seconds(10);
/// Whoever writes a file of settings may be in the middle of it.
constexpr core::Duration kWhileWritten = milliseconds(300);

/// `at` has come, or lies further ahead than it ever can: the clock was set back.
bool is_due(core::Timestamp at, core::Timestamp now, core::Duration longest) {
  return now >= at || at > now + longest;
}

}  // namespace

LiveLoop::LiveLoop(const Machine& machine, Engine engine, core::DirectoryWatch watch,
                   core::Published<AppSnapshot>& snapshots, core::Waker& waker, NoticeBoard& board,
                   const std::atomic<int>& settings_version)
    : machine_(machine),
      engine_(std::move(engine)),
      watch_(std::move(watch)),
      snapshots_(snapshots),
      waker_(waker),
      board_(board),
      branches_(machine, settings_version,
                [this](BranchNews news) {
                  post([news = std::move(news)](LiveLoop& loop) { loop.take_branch(news); });
                }),
      figures_(machine, settings_version, [this](FigureNews news) {
        post([news = std::move(news)](LiveLoop& loop) { loop.take_figures(news); });
      }) {}

void LiveLoop::stop() {
  stopping_ = true;
  watch_.wake();
}

void LiveLoop::post(Task task) {
  tasks_.post(std::move(task));
  watch_.wake();
}

void LiveLoop::watch_folder(const std::filesystem::path& folder) {
  if (const auto added = watch_.add(folder); !added) engine_->warn(added.error(), "watching");
}

void LiveLoop::begin() {
  sessions_.emplace(*engine_, watch_);
  watch_folder(engine_->paths().config);
  watch_folder(engine_->paths().data);
  watch_folder(engine_->paths().sessions);
  // What is known already is shown before the logs are read.
  publish();
}

void LiveLoop::run(const LookAfter& look_after) {
  begin();
  while (!stopping_) {
    const core::Timestamp round = engine_->now();
    for (const Task& task : tasks_.take()) task(*this);
    look_around(look_after);
    branches_.begin_due();
    figures_.begin_due(engine_->now());
    publish();
    if (stopping_) break;
    const auto changed = watch_.wait(patience());
    take_in(changed);
    // Many small writes are one piece of news.
    const auto spent = engine_->now() - round;
    if (spent >= core::Duration(0) && spent < PublishPace::kFrame)
      std::this_thread::sleep_for(PublishPace::kFrame - spent);
  }
  for (const Task& task : tasks_.take()) task(*this);
  sessions_.reset();
}

std::chrono::milliseconds LiveLoop::patience() const {
  const core::Timestamp now = engine_->now();
  core::Timestamp at = std::min({next_round_, next_prices_, pace_.next(now)});
  for (const auto& next :
       {sessions_->next_due(), branches_.next_due(), board_.next_expiry(), figures_.next_due()})
    if (next) at = std::min(at, *next);
  const auto left = std::chrono::ceil<milliseconds>(at - now);
  return std::clamp(left, milliseconds(0), milliseconds(kQuietRound / milliseconds(1)));
}

void LiveLoop::take_in(const std::vector<std::filesystem::path>& changed) {
  for (const std::filesystem::path& folder : changed) {
    if (folder == engine_->paths().sessions) look_everywhere_ = true;
    if (folder == engine_->paths().config) next_prices_ = engine_->now() + kWhileWritten;
    if (const auto found = git_directories_.find(folder); found != git_directories_.end())
      branches_.mark(found->second, BranchWatch::Reason::soon);
  }
  SessionNews news;
  sessions_->look_at(changed, news);
  take_news(news);
}

void LiveLoop::look_around(const LookAfter& look_after) {
  const core::Timestamp now = engine_->now();
  if (look_everywhere_ || is_due(next_round_, now, kQuietRound)) {
    look_everywhere_ = false;
    SessionNews news;
    sessions_->look_at_all(news);
    take_news(news);
    next_round_ = now + (sessions_->any_alive() ? kRound : kQuietRound);
  }
  if (is_due(next_care_, now, kBetweenCare)) {
    next_care_ = now + kBetweenCare;
    for (const core::SessionId& session : sessions_->resting()) look_after(session);
  }
  if (is_due(next_prices_, now, kQuietRound)) {
    next_prices_ = now + kQuietRound;
    follow_prices();
  }
  if (const auto next = board_.next_expiry(); next && *next <= now) pace_.note_picture();
  ask_ledger();
}

void LiveLoop::take_news(const SessionNews& news) {
  const auto& open = builder_.open_launched_as();
  if (news.facts) {
    pace_.note_ledger();
    figures_.note_news();
  }
  if (open && news.told.contains(*open)) pace_.note_transcript();
  if (open && news.streams.contains(*open)) pace_.note_picture();
  for (const core::WorkspaceId& workspace : news.worked)
    branches_.mark(workspace, BranchWatch::Reason::activity);
  for (const core::WorkspaceId& workspace : news.settled)
    branches_.mark(workspace, BranchWatch::Reason::soon);
}

void LiveLoop::ask_ledger() {
  const auto version = engine_->store().data_version();
  if (!version) {
    engine_->warn(version.error(), "asking the store for news");
    return;
  }
  if (*version == data_version_) return;
  data_version_ = *version;
  pace_.note_transcript();
  figures_.note_news();
}

void LiveLoop::open(OpenConversation what) {
  if (what.workspace != open_.workspace) files_.clear();
  open_ = std::move(what);
  branches_.show_files_of(open_.workspace);
  pace_.hurry();
}

core::Result<void> LiveLoop::reopen() {
  ORCHARD_TRY(auto engine, Engine::open(machine_));
  const std::string known = engine_->prices().problem;
  // In its old place: the session watch goes on with it.
  engine_.emplace(std::move(engine));
  const std::string& problem = engine_->prices().problem;
  if (!problem.empty() && problem != known) board_.tell(NoticeLevel::warning, problem);
  data_version_ = -1;
  pace_.hurry();
  return {};
}

void LiveLoop::take_settings() {
  if (const auto opened = reopen(); !opened)
    board_.tell(NoticeLevel::error, opened.error().message);
}

void LiveLoop::follow_prices() {
  if (!engine_->prices().is_outdated()) return;
  if (const auto opened = reopen(); !opened) engine_->warn(opened.error(), "taking new prices");
}

void LiveLoop::take_health(std::vector<HealthCheck> health) {
  health_ = std::move(health);
  pace_.note_picture();
}

void LiveLoop::take_asking_plan(bool asking) {
  asking_plan_ = asking;
  // An answer or a failure stands in the ledger now.
  if (asking) {
    pace_.note_picture();
  } else {
    pace_.hurry();
  }
}

void LiveLoop::take_sign_in(SignInState state) {
  sign_in_ = std::move(state);
  pace_.note_picture();
}

void LiveLoop::take_storage(StorageState state) {
  storage_ = std::move(state);
  pace_.note_picture();
}

void LiveLoop::show_settings(std::string section) {
  settings_request_ = {settings_request_.number + 1, std::move(section)};
  pace_.note_picture();
}

void LiveLoop::look_at_figures(std::optional<FigureQuestion> question) {
  if (figures_.look(std::move(question))) pace_.note_picture();
}

void LiveLoop::export_figure(const FigureExport& wish) {
  figures_.write(wish);
}

void LiveLoop::take_figures(const FigureNews& news) {
  if (figures_.take(news, engine_->now())) pace_.hurry_picture();
}

void LiveLoop::take_branch(const BranchNews& news) {
  branches_.note(news);
  if (!news.repository.empty()) repositories_[news.repository] = news.look;
  if (news.files && open_.workspace == news.workspace) files_ = *news.files;
  if (!news.git_directory.empty() &&
      git_directories_.try_emplace(news.git_directory, news.workspace).second)
    watch_folder(news.git_directory);
  pace_.note_ledger();
  figures_.note_news();
}

void LiveLoop::note_something_done() {
  look_everywhere_ = true;
  pace_.note_picture();
}

BuildInputs LiveLoop::inputs() {
  BuildInputs inputs;
  inputs.live = [this](const core::SessionId& session) { return sessions_->live(session); };
  inputs.workspace = open_.workspace;
  inputs.session = open_.session;
  inputs.new_session = open_.new_session;
  inputs.files = files_;
  inputs.repositories = repositories_;
  inputs.notices = board_.notices();
  inputs.progress = board_.progress();
  inputs.health = health_;
  inputs.asking_plan = asking_plan_;
  inputs.sign_in = sign_in_;
  inputs.storage = storage_;
  inputs.settings_request = settings_request_;
  inputs.figures = figures_.answer();
  inputs.export_outcome = figures_.outcome();
  return inputs;
}

void LiveLoop::publish() {
  const core::Timestamp began = engine_->now();
  const PublishPace::Decision decision = pace_.decide(began);
  if (!decision.publish) return;
  BuildInputs from = inputs();
  from.ledger_changed = decision.ledger;
  from.transcript_changed = decision.transcript;
  from.figures_due = decision.figures;
  const auto snapshot = builder_.build(*engine_, from);
  pace_.done(decision, began, engine_->now());
  if (!snapshot) {
    if (complaint_ != snapshot.error().message)
      board_.tell(NoticeLevel::error, snapshot.error().message);
    complaint_ = snapshot.error().message;
    pace_.note_transcript();
    return;
  }
  complaint_.clear();
  sessions_->follow(builder_.open_launched_as());
  if (*snapshot == published_) return;
  published_ = *snapshot;
  snapshots_.publish(published_);
  waker_.wake();
  mark_new_branches();
}

void LiveLoop::mark_new_branches() {
  for (const RepositoryState& repository : published_->repositories)
    for (const auto& workspace : repository.workspaces)
      if (known_workspaces_.insert(workspace->id).second)
        branches_.mark(workspace->id, BranchWatch::Reason::first_sight);
}

}  // namespace orchard::app
