#pragma once

#include "agents/launch/session_directory.h"
#include "agents/session/live_state.h"
#include "app/services/engine.h"
#include "app/services/recording/live_tail.h"
#include "app/services/recording/session_recorder.h"
#include "core/watch/directory_watch.h"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace orchard::app {

/// What the sessions did since the last look.
struct SessionNews {
  bool facts = false;                   ///< the ledger knows more
  std::set<core::SessionId> streams;    ///< launched_as of those whose stream went on
  std::set<core::SessionId> told;       ///< launched_as of those of which the ledger knows more
  std::set<core::WorkspaceId> worked;   ///< their agents showed a sign of life
  std::set<core::WorkspaceId> settled;  ///< their agents came to rest
};

/// Records every session that nobody else records, for as long as it has something to say, and
/// follows the stream of the open one when somebody else records it. IO thread.
class SessionWatch {
 public:
  SessionWatch(Engine& engine, core::DirectoryWatch& watch) : engine_(engine), watch_(watch) {}

  /// Finds new sessions and those that went on, and reads all that still have something to say.
  void look_at_all(SessionNews& news);
  /// Reads those whose directories are in `changed`, and the transcripts that are due.
  void look_at(const std::vector<std::filesystem::path>& changed, SessionNews& news);
  /// The session whose stream is wanted though somebody else records it.
  void follow(const std::optional<core::SessionId>& launched_as) { followed_ = launched_as; }

  [[nodiscard]] const agents::LiveState* live(const core::SessionId& launched_as) const;
  /// Sessions whose process lives and rests, as far as this Orchard records them.
  [[nodiscard]] std::vector<core::SessionId> resting() const;
  [[nodiscard]] bool any_alive() const;
  [[nodiscard]] std::optional<core::Timestamp> next_due() const;

 private:
  struct Followed {
    explicit Followed(agents::SessionDirectory where) : directory(std::move(where)) {}

    agents::SessionDirectory directory;
    std::filesystem::file_time_type changed_at;  ///< of the directory when it was looked at last
    bool settled = false;                        ///< nothing comes until the directory changes
    bool alive = false;
    bool watched = false;
    core::WorkspaceId workspace;
    std::optional<SessionRecorder> recorder;
    std::optional<LiveTail> tail;
    std::uint64_t facts = 0;
    std::vector<core::Timestamp> transcripts_due;
    std::string complaint;  ///< the last one, so that it is logged once
  };
  void find_sessions();
  void look(Followed& session, SessionNews& news);
  [[nodiscard]] core::Result<void> look_closely(Followed& session, SessionNews& news);
  [[nodiscard]] core::Result<void> record(Followed& session, SessionNews& news);
  [[nodiscard]] core::Result<void> tail(Followed& session, int process, SessionNews& news);
  void note_facts(Followed& session, SessionNews& news);
  [[nodiscard]] core::Result<void> read_due_transcripts(Followed& session, SessionNews& news);

  Engine& engine_;
  core::DirectoryWatch& watch_;
  std::map<std::filesystem::path, Followed> sessions_;
  std::optional<core::SessionId> followed_;
};

}  // namespace orchard::app
