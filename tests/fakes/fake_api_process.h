#pragma once

#include "tests/fakes/served_reply.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace orchard::test {

/// Runs the scripted Messages API as a process of its own; ends it when destroyed. Throws
/// std::runtime_error when it cannot be started. One thread.
class FakeApiProcess {
 public:
  explicit FakeApiProcess(const std::filesystem::path& served_log,
                          std::chrono::milliseconds latency = std::chrono::milliseconds{0});
  ~FakeApiProcess();
  FakeApiProcess(const FakeApiProcess&) = delete;
  FakeApiProcess& operator=(const FakeApiProcess&) = delete;

  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// The replies whose last byte is out or that broke off, oldest first.
  [[nodiscard]] std::vector<ServedReply> ended() const;
  /// The replies whose first byte is about to go out, oldest first.
  [[nodiscard]] std::vector<ServedReply> begun() const;

 private:
  [[nodiscard]] std::vector<ServedReply> read(ServedReply::Stage stage) const;

  std::filesystem::path served_log_;
  pid_t pid_ = -1;
  int stdin_fd_ = -1;
  int port_ = 0;
};

/// Looks again every few milliseconds until `holds` is true; false when `limit` has passed.
[[nodiscard]] bool wait_until(const std::function<bool()>& holds,
                              std::chrono::milliseconds limit = std::chrono::seconds{30});

}  // namespace orchard::test
