#pragma once

#include <chrono>
#include <filesystem>

namespace orchard::test {

struct ServerOptions {
  std::filesystem::path served_log;
  std::chrono::milliseconds latency{0};  ///< before the first byte of each reply
};

/// Serves the scripted Messages API on a free port of 127.0.0.1, one thread per connection, and
/// prints that port on standard output. Never returns; the process ends when its standard input
/// is closed.
[[noreturn]] void serve(const ServerOptions& options);

}  // namespace orchard::test
