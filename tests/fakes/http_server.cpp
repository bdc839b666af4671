#include "tests/fakes/http_server.h"

#include "tests/fakes/planned_reply.h"
#include "tests/fakes/served_reply.h"
#include "tests/fakes/stream_parts.h"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <thread>
#include <utility>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace orchard::test {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using std::chrono::milliseconds;

constexpr std::uint64_t kBodyLimit = std::uint64_t{256} << 20U;
constexpr milliseconds kHoldStep{10};

/// Ids no other run of the server gives out. Any thread.
class Ids {
 public:
  std::string next(const char* prefix) {
    return fmt::format("{}_{:016x}{:08x}", prefix, run_, counter_.fetch_add(1));
  }

 private:
  std::uint64_t run_ = (std::uint64_t{std::random_device{}()} << 32U) | std::random_device{}();
  std::atomic<std::uint32_t> counter_{1};
};

/// How often the same request came before: a client that tries again sends it unchanged. Any
/// thread.
class Attempts {
 public:
  int count(const std::string& body) {
    const std::lock_guard lock(mutex_);
    return seen_[std::hash<std::string>{}(body)]++;
  }

 private:
  std::mutex mutex_;
  std::map<std::size_t, int> seen_;
};

/// Appends whole lines. Any thread.
class ServedLog {
 public:
  explicit ServedLog(const std::filesystem::path& path)
      : fd_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600)) {}

  void add(const ServedReply& reply) {
    const std::string line = to_line(reply);
    if (write(fd_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      std::perror("fake_messages_api: served log");
  }

 private:
  int fd_;
};

/// One client connection: reads requests and answers them until it is closed. One thread.
class Connection {
 public:
  Connection(tcp::socket socket, const ServerOptions& options, Ids& ids, Attempts& attempts,
             ServedLog& log)
      : socket_(std::move(socket)), options_(options), ids_(ids), attempts_(attempts), log_(log) {}

  void run() {
    beast::flat_buffer buffer;
    for (bool open = true; open;) {
      http::request_parser<http::string_body> parser;
      parser.body_limit(kBodyLimit);
      beast::error_code error;
      http::read(socket_, buffer, parser, error);
      if (error) return;
      open = answer(parser.release()) && parser.keep_alive();
    }
  }

 private:
  /// False when the connection is of no more use.
  bool answer(const Request& request) {
    const std::string target(request.target());
    const std::string path = target.substr(0, target.find('?'));
    if (request.method() == http::verb::head) return send(request, 200, "");
    if (request.method() == http::verb::post && path == "/v1/messages") return message(request);
    if (request.method() == http::verb::post && path == "/v1/messages/count_tokens")
      return send(request, 200,
                  fmt::format(R"({{"input_tokens":{}}})", count_tokens(request.body())));
    return send(request, 404,
                R"({"type":"error","error":{"type":"not_found_error","message":"No such page."}})");
  }

  bool message(const Request& request) {
    const PlannedReply reply = plan_reply(request.body(), attempts_.count(request.body()));
    ServedReply served;
    served.session = std::string(request["x-claude-code-session-id"]);
    served.agent = std::string(request["x-claude-code-agent-id"]);
    served.api_key = std::string(request["x-api-key"]);
    served.message_id = ids_.next("msg");
    served.request_id = ids_.next("req");
    served.model = reply.model;
    served.http_status = reply.http_status;
    if (reply.http_status == 200) served.usage = reply.usage;
    std::this_thread::sleep_for(options_.latency);

    log_.add(served);
    served.stage = ServedReply::Stage::ended;
    if (reply.http_status != 200 || !reply.streams) {
      const std::string body = reply.http_status == 200 ? make_document(reply, served.message_id)
                                                        : make_error(reply, served.request_id);
      served.aborted = !send(request, reply.http_status, body, served.request_id);
    } else {
      served.aborted = !stream(request, reply, served);
    }
    if (served.aborted && reply.http_status == 200) served.usage.output = 1;
    log_.add(served);
    return !served.aborted;
  }

  bool send(const Request& request, int status, const std::string& body,
            const std::string& request_id = "") {
    http::response<http::string_body> response(static_cast<http::status>(status),
                                               request.version());
    response.set(http::field::content_type, "application/json");
    if (!request_id.empty()) response.set("request-id", request_id);
    response.keep_alive(request.keep_alive());
    response.body() = body;
    response.prepare_payload();
    beast::error_code error;
    if (request.method() == http::verb::head) {
      http::response<http::empty_body> head(std::move(response.base()));
      http::write(socket_, head, error);
    } else {
      http::write(socket_, response, error);
    }
    return !error;
  }

  /// False when the client went away, or the script broke the connection, before the end.
  bool stream(const Request& request, const PlannedReply& reply, const ServedReply& served) {
    http::response<http::empty_body> head(http::status::ok, request.version());
    head.set(http::field::content_type, "text/event-stream; charset=utf-8");
    head.set("request-id", served.request_id);
    head.keep_alive(request.keep_alive());
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer(head);
    beast::error_code error;
    http::write_header(socket_, serializer, error);
    for (const StreamPart& part : make_stream(reply, served.message_id)) {
      if (error || part.breaks) return break_off();
      if (!pause(part)) return break_off();
      if (!part.bytes.empty())
        asio::write(socket_, http::make_chunk(asio::buffer(part.bytes)), error);
    }
    if (!error) asio::write(socket_, http::make_chunk_last(), error);
    return !error;
  }

  bool break_off() {
    beast::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_both, ignored);
    return false;
  }

  /// False when the client went away meanwhile.
  bool pause(const StreamPart& part) {
    if (is_gone(milliseconds(static_cast<int>(part.seconds_before * 1000)))) return false;
    while (!part.hold_until.empty() && !std::filesystem::exists(part.hold_until))
      if (is_gone(kHoldStep)) return false;
    return true;
  }

  bool is_gone(milliseconds wait) {
    pollfd poll_fd{socket_.native_handle(), POLLRDHUP, 0};
    return poll(&poll_fd, 1, static_cast<int>(wait.count())) > 0;
  }

  tcp::socket socket_;
  const ServerOptions& options_;
  Ids& ids_;
  Attempts& attempts_;
  ServedLog& log_;
};

/// Whoever started us has gone, or wants us to.
void end_with_standard_input() {
  char byte = 0;
  while (read(STDIN_FILENO, &byte, 1) > 0) {
  }
  std::_Exit(0);
}

}  // namespace

void serve(const ServerOptions& options) {
  asio::io_context context;
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  Ids ids;
  Attempts attempts;
  ServedLog log(options.served_log);
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  std::thread(end_with_standard_input).detach();
  for (;;) {
    tcp::socket socket = acceptor.accept();
    socket.set_option(tcp::no_delay(true));
    std::thread([&, socket = std::move(socket)]() mutable {
      Connection(std::move(socket), options, ids, attempts, log).run();
    }).detach();
  }
}

}  // namespace orchard::test
