#pragma once

#include "core/base/result.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orchard::core {

struct HttpHeader {
  std::string name;
  std::string value;
};

struct HttpRequest {
  std::string url;  ///< https; http to this machine only
  std::vector<HttpHeader> headers;
  std::string user_agent;
  std::chrono::milliseconds time_limit{10'000};
  std::size_t body_limit = std::size_t{1} << 20U;
};

struct HttpResponse {
  int status = 0;
  std::string body;
  std::optional<std::chrono::seconds> retry_after;  ///< when the header is there, as date or number
  std::int64_t sent = 0;                            ///< bytes, headers included
  std::int64_t received = 0;
};

/// Fetches `request.url` through the proxies and with the certificates of the user's system;
/// SSL_CERT_FILE and CURL_CA_BUNDLE name others. A redirect is an answer like any other: what is in
/// the headers goes to no other host. Any status is a value. Blocks; call from any thread but the
/// UI's. Errors: invalid_argument (the address), timed_out, cancelled, unavailable (no connection,
/// no trust), corrupt (more than the body limit); no message holds a header.
[[nodiscard]] Result<HttpResponse> http_get(const HttpRequest& request,
                                            const std::atomic<bool>* cancel = nullptr);

/// The host in an address; empty when it is none.
[[nodiscard]] std::string host_of(const std::string& url);

}  // namespace orchard::core
