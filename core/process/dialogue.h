#pragma once

#include "core/base/result.h"
#include "core/io/file.h"
#include "core/process/run.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace orchard::core {

/// A program that a person talks to through us: text comes out while it runs, lines go in. run()
/// blocks its thread; say() and cancel() are safe from any other. One program at a time.
class Dialogue {
 public:
  using OnText = std::function<void(std::string_view text)>;

  /// Runs `command` (its input, limits and `enough` do not count) in a process group of its own and
  /// hands on what it writes to either stream as it comes. Gives the exit code, 128 + the signal
  /// that ended it. Errors: unavailable, cancelled (its group is ended), io.
  [[nodiscard]] Result<int> run(const Command& command, const OnText& on_text);

  /// Gives the program a line; the next one when none runs.
  void say(std::string_view line);
  /// Ends the program that runs, and one that was about to.
  void cancel();
  /// Lets programs run again after cancel(); what was said before is forgotten.
  void allow();

 private:
  struct Talk;
  [[nodiscard]] Result<void> start(const Command& command, Talk& talk);
  void poll_once(Talk& talk, const OnText& on_text);
  void write_lines(Talk& talk);
  void wake();

  std::mutex mutex_;
  std::string unwritten_;
  FileDescriptor waker_;  ///< an eventfd while a program runs
  std::atomic<bool> cancelled_{false};
};

}  // namespace orchard::core
