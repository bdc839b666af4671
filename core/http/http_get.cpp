#include "core/http/http_get.h"

#include <cstdlib>
#include <memory>
#include <mutex>
#include <string_view>

#include <curl/curl.h>
#include <fmt/format.h>

namespace orchard::core {
namespace {

using std::chrono::seconds;

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Headers = std::unique_ptr<curl_slist, FreeList>;

/// What the callbacks see of one transfer.
struct Transfer {
  std::string body;
  std::size_t body_limit = 0;
  bool too_large = false;
  bool has_retry_after = false;
  const std::atomic<bool>* cancel = nullptr;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.too_large = transfer.body.size() + size > transfer.body_limit;
  if (transfer.too_large) return 0;
  transfer.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* user) {
  constexpr std::string_view kRetryAfter = "retry-after:";
  const std::string_view line(data, size);
  auto& transfer = *static_cast<Transfer*>(user);
  if (line.size() < kRetryAfter.size()) return size;
  bool same = true;
  for (std::size_t i = 0; i < kRetryAfter.size(); ++i) {
    const char c = line[i] >= 'A' && line[i] <= 'Z' ? static_cast<char>(line[i] + 32) : line[i];
    same = same && c == kRetryAfter[i];
  }
  transfer.has_retry_after = transfer.has_retry_after || same;
  return size;
}

int watch(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& transfer = *static_cast<const Transfer*>(user);
  return transfer.cancel != nullptr && transfer.cancel->load() ? 1 : 0;
}

std::string part_of(const std::string& url, CURLUPart part) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  char* text = nullptr;
  if (curl_url_get(parsed.get(), part, &text, 0) != CURLUE_OK) return {};
  std::string found(text);
  curl_free(text);
  return found;
}

bool may_be_asked(const std::string& url) {
  const std::string scheme = part_of(url, CURLUPART_SCHEME);
  const std::string host = host_of(url);
  if (scheme == "https") return !host.empty();
  return scheme == "http" && (host == "127.0.0.1" || host == "[::1]" || host == "localhost");
}

Error to_error(CURLcode code, const Transfer& transfer, const HttpRequest& request) {
  const std::string host = host_of(request.url);
  if (transfer.too_large)
    return {ErrorCode::corrupt, fmt::format("{} sent more than was asked for.", host), {}};
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorCode::timed_out,
              fmt::format("{} did not answer within {} ms.", host, request.time_limit.count()),
              {}};
    case CURLE_ABORTED_BY_CALLBACK:
      return {ErrorCode::cancelled, fmt::format("Asking {} was cancelled.", host), {}};
    default:
      return {ErrorCode::unavailable,
              fmt::format("{} cannot be reached ({}).", host, curl_easy_strerror(code)),
              {}};
  }
}

const char* certificates_of_user() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"})
    if (const char* file = std::getenv(name); file != nullptr && *file != '\0') return file;
  return nullptr;
}

Headers make_headers(const std::vector<HttpHeader>& headers) {
  curl_slist* list = nullptr;
  for (const HttpHeader& header : headers) {
    curl_slist* longer = curl_slist_append(list, (header.name + ": " + header.value).c_str());
    if (longer != nullptr) list = longer;
  }
  return Headers(list);
}

/// libcurl's options are variadic: the types must be exactly these.
void configure(CURL* easy, const HttpRequest& request, const Headers& headers, Transfer& transfer) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_limit.count()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &transfer);
  if (const char* file = certificates_of_user(); file != nullptr)
    curl_easy_setopt(easy, CURLOPT_CAINFO, file);
}

HttpResponse read_response(CURL* easy, Transfer& transfer) {
  HttpResponse response;
  long status = 0;
  long request_bytes = 0;
  long header_bytes = 0;
  curl_off_t body_bytes = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
  curl_easy_getinfo(easy, CURLINFO_HEADER_SIZE, &header_bytes);
  curl_easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &body_bytes);
  response.status = static_cast<int>(status);
  response.sent = request_bytes;
  response.received = header_bytes + body_bytes;
  response.body = std::move(transfer.body);
  if (transfer.has_retry_after) {
    curl_off_t wait = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
    response.retry_after = seconds(wait);
  }
  return response;
}

}  // namespace

std::string host_of(const std::string& url) {
  return part_of(url, CURLUPART_HOST);
}

Result<HttpResponse> http_get(const HttpRequest& request, const std::atomic<bool>* cancel) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  if (!may_be_asked(request.url))
    return fail(ErrorCode::invalid_argument,
                fmt::format("'{}' is no address that may be asked; use https.", request.url));
  const Easy easy(curl_easy_init());
  if (!easy) return fail(ErrorCode::internal, "There is no memory for a network request.");
  const Headers headers = make_headers(request.headers);
  Transfer transfer;
  transfer.body_limit = request.body_limit;
  transfer.cancel = cancel;
  configure(easy.get(), request, headers, transfer);
  const CURLcode code = curl_easy_perform(easy.get());
  if (code != CURLE_OK) return fail(to_error(code, transfer, request));
  return read_response(easy.get(), transfer);
}

}  // namespace orchard::core
