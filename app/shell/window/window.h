#pragma once

#include "app/model/app_snapshot.h"
#include "app/model/intent.h"
#include "app/shell/window/window_waker.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/concurrency/mailbox.h"
#include "core/concurrency/published.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace orchard::app::shell {

struct WindowOptions {
  /// Where position and size are remembered; empty: nowhere.
  std::filesystem::path memory_file;
  /// When the program began, for the report.
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  /// For measuring: leave after the first frame that shows a loaded snapshot.
  bool exit_after_first_frame = false;
  /// For measuring: leave after this long without input.
  std::optional<std::chrono::milliseconds> idle_for;
};

struct WindowReport {
  double first_frame_ms = 0;  ///< from `started` to the first frame on the screen
  int frames = 0;
  int idle_frames = 0;                     ///< drawn while `idle_for` was measured
  double idle_cpu_ms = 0;                  ///< of all threads, in that time
  std::vector<std::string> font_problems;  ///< faces that could not be read, one sentence each
};

/// Shows the window until the user closes it. The main thread. Snapshots are read once a frame,
/// intents go to the mailbox; `waker` is open while the window lives. Error unavailable when there
/// is no display or no OpenGL.
[[nodiscard]] core::Result<WindowReport> run_window(const WindowOptions& options,
                                                    const core::Clock& clock,
                                                    core::Published<AppSnapshot>& snapshots,
                                                    core::Mailbox<Intent>& intents,
                                                    WindowWaker& waker);

}  // namespace orchard::app::shell
