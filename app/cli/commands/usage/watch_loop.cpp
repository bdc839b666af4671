#include "app/cli/commands/usage/watch_loop.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>

#include <unistd.h>

namespace orchard::app {
namespace {

constexpr long kPauseNanoseconds = 500'000'000;

/// Keeps the signals that end the loop from ending the process while it lives.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&signals_);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, number);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  }
  ~EndSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

  /// True when one of them came before the pause was over.
  [[nodiscard]] bool wait() const {
    const timespec pause{0, kPauseNanoseconds};
    return sigtimedwait(&signals_, nullptr, &pause) >= 0;
  }

 private:
  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace

core::Result<ExitCode> watch_usage(const std::function<core::Result<UsageOutput>()>& make,
                                   bool json) {
  const EndSignals ending;
  const bool is_terminal = !json && ::isatty(STDOUT_FILENO) == 1;
  std::optional<std::string> shown;
  std::string staleness;
  while (true) {
    ORCHARD_TRY(const UsageOutput output, make());
    const bool is_told = staleness == output.staleness;
    if (shown != output.text || (is_terminal && !is_told)) {
      constexpr const char* kClear = "\x1b[H\x1b[2J";
      print(is_terminal ? kClear + output.text : output.text);
      if (is_terminal && !output.note.empty()) say(output.note);
      if (is_terminal) say_staleness(output.staleness);
    }
    if (!is_terminal && !is_told) say_staleness(output.staleness);
    shown = output.text;
    staleness = output.staleness;
    // Whoever read the output is gone.
    if (std::ferror(stdout) != 0) return ExitCode::ok;
    if (ending.wait()) return ExitCode::ok;
  }
}

}  // namespace orchard::app
