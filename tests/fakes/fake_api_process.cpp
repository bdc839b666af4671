#include "tests/fakes/fake_api_process.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orchard::test {
namespace {

/// The first line that `fd` gives, at the latest after 10 seconds.
std::string read_line(int fd) {
  std::string line;
  char byte = 0;
  pollfd poll_fd{fd, POLLIN, 0};
  while (poll(&poll_fd, 1, 10'000) > 0 && ::read(fd, &byte, 1) == 1 && byte != '\n') line += byte;
  return line;
}

}  // namespace

FakeApiProcess::FakeApiProcess(const std::filesystem::path& served_log,
                               std::chrono::milliseconds latency)
    : served_log_(served_log) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("no pipe for the scripted API");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  std::string program = ORCHARD_FAKE_API;
  std::string log = served_log.string();
  std::string option = "--latency-ms";
  std::string value = std::to_string(latency.count());
  std::array<char*, 5> argv = {program.data(), log.data(), option.data(), value.data(), nullptr};
  const int failed = posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(in[0]);
  close(out[1]);
  stdin_fd_ = in[1];
  const std::string line = failed == 0 ? read_line(out[0]) : "";
  close(out[0]);
  port_ = std::atoi(line.c_str());
  if (port_ == 0) throw std::runtime_error("the scripted API did not start: " + program);
}

FakeApiProcess::~FakeApiProcess() {
  close(stdin_fd_);
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

std::vector<ServedReply> FakeApiProcess::ended() const {
  return read(ServedReply::Stage::ended);
}

std::vector<ServedReply> FakeApiProcess::begun() const {
  return read(ServedReply::Stage::begun);
}

std::vector<ServedReply> FakeApiProcess::read(ServedReply::Stage stage) const {
  std::vector<ServedReply> replies;
  std::ifstream stream(served_log_);
  for (std::string line; std::getline(stream, line);) {
    auto reply = parse_served(line);
    if (reply && reply->stage == stage) replies.push_back(std::move(*reply));
  }
  return replies;
}

bool wait_until(const std::function<bool()>& holds, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace orchard::test
