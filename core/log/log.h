#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string_view>

namespace orchard::core {

enum class LogLevel { debug, info, warning, error };

/// Where the program writes what a developer would want to know. Safe from any thread.
class Log {
 public:
  virtual ~Log() = default;
  virtual void write(LogLevel level, std::string_view message) = 0;
};

/// Appends lines "time level message" to a file of mode 0600, one write each, so several processes
/// can share it; a file over 5 MiB is moved to `<name>.1` when opened. Control characters are
/// escaped, a message is cut after 16 KiB. Failures to write are ignored, and so is a disk on which
/// the file cannot even be opened because it is full or read-only: neither must stop the program.
[[nodiscard]] Result<std::unique_ptr<Log>> open_log(const std::filesystem::path& file);

}  // namespace orchard::core
