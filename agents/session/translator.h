#pragma once

#include "agents/protocol/event.h"
#include "core/base/result.h"
#include "core/domain/fact.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::agents {

/// Which process a log belongs to; the same for all of one log.
struct TranslatorContext {
  core::SessionId launched_as;
  int process = 1;
  std::optional<core::WorkspaceId> workspace;
  std::string cwd;  ///< paths in summaries are shown below it
};

/// Why a process is gone.
enum class ExitReason {
  stopped_by_user,
  ended_by_itself,  ///< crashed, was killed, or ran to its end
};

/// When a line was written. Few lines tell it themselves.
struct LineTime {
  core::Timestamp at;  ///< the moment; of a log that is read late the latest it can have been
  std::optional<core::Timestamp> not_before = std::nullopt;  ///< read late: the earliest
};

struct TranslatorState;

/// Turns what one agent process prints into facts. One per event log, one thread at a time. A
/// pure function of its state, the event and its time: committing save() together with the facts
/// and the log offset makes every line count exactly once, whenever the program is killed.
class Translator {
 public:
  explicit Translator(TranslatorContext context);
  ~Translator();
  Translator(const Translator& other);
  Translator& operator=(const Translator& other);
  Translator(Translator&&) noexcept;
  Translator& operator=(Translator&&) noexcept;

  /// `line_end` is the log offset behind the line; it identifies records without an id.
  [[nodiscard]] std::vector<core::Fact> feed(const Event& event, const LineTime& time,
                                             std::uint64_t line_end);

  /// Call once when the process is gone and its log is read to the end: closes the turn, the tool
  /// calls and the requests that it left open. Nothing when nothing was open. `last_sign`: when it
  /// last wrote to its log; the turn lasted until then.
  [[nodiscard]] std::vector<core::Fact> close_after_exit(core::Timestamp last_sign,
                                                         ExitReason reason);

  /// The session id that the process carries now; it changes at `/clear`.
  [[nodiscard]] const core::SessionId& session() const;
  [[nodiscard]] bool is_in_turn() const;

  /// A small JSON object for load().
  [[nodiscard]] std::string save() const;
  /// `saved` empty: a log that was never read. Errors: corrupt.
  [[nodiscard]] static core::Result<Translator> load(TranslatorContext context,
                                                     std::string_view saved);

 private:
  std::unique_ptr<TranslatorState> state_;
};

}  // namespace orchard::agents
