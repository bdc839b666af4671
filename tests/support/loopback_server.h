#pragma once

#include <string>
#include <thread>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace orchard::test {

/// Answers one request on a port of 127.0.0.1 with `reply` as it is and keeps what was asked; an
/// empty reply is never sent. Ends when destroyed.
class LoopbackServer {
 public:
  explicit LoopbackServer(std::string reply) : reply_(std::move(reply)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    void* raw = &address;
    (void)::bind(listener_, static_cast<sockaddr*>(raw), size);
    (void)::listen(listener_, 4);
    (void)::getsockname(listener_, static_cast<sockaddr*>(raw), &size);
    port_ = ntohs(address.sin_port);
    (void)!::pipe(stop_);
    thread_ = std::thread([this] { serve(); });
  }
  ~LoopbackServer() {
    finish();
    for (const int fd : {listener_, stop_[0]}) ::close(fd);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  [[nodiscard]] std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  /// What was asked, headers and all; empty when nothing was. Ends the server.
  [[nodiscard]] std::string asked() {
    finish();
    return asked_;
  }

 private:
  void finish() {
    if (!thread_.joinable()) return;
    ::close(stop_[1]);
    thread_.join();
  }

  /// True when `fd` is readable, false when the server is to end.
  [[nodiscard]] bool wait_for(int fd) const {
    pollfd watched[2] = {{fd, POLLIN, 0}, {stop_[0], POLLIN, 0}};
    (void)::poll(watched, 2, -1);
    return watched[0].revents != 0;
  }

  void serve() {
    if (!wait_for(listener_)) return;
    const int client = ::accept(listener_, nullptr, nullptr);
    char buffer[4096];
    while (asked_.find("\r\n\r\n") == std::string::npos && wait_for(client)) {
      const ssize_t got = ::read(client, buffer, sizeof buffer);
      if (got <= 0) break;
      asked_.append(buffer, static_cast<std::size_t>(got));
    }
    if (reply_.empty())
      while (wait_for(client) && ::read(client, buffer, sizeof buffer) > 0) continue;
    (void)::send(client, reply_.data(), reply_.size(), MSG_NOSIGNAL);
    ::close(client);
  }

  std::string reply_;
  std::string asked_;
  int listener_ = -1;
  int stop_[2] = {-1, -1};
  int port_ = 0;
  std::thread thread_;
};

/// A whole HTTP/1.1 answer.
[[nodiscard]] inline std::string http_reply(const std::string& status, const std::string& body,
                                            const std::string& headers = "") {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

}  // namespace orchard::test
