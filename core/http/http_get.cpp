#include "core/http/http_get.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <string_view>

#include <curl/curl.h>
#include <dlfcn.h>
#include <fmt/format.h>

namespace orchard::core {
namespace {

using std::chrono::seconds;

/// The functions of libcurl, which is loaded with the first request and stays.
struct Curl {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  bool complete = true;
};

template <class Function>
void find(void* library, const char* name, Function& function, Curl& curl) {
  void* const symbol = library == nullptr ? nullptr : ::dlsym(library, name);
  static_assert(sizeof symbol == sizeof function);
  std::memcpy(&function, &symbol, sizeof symbol);
  curl.complete = curl.complete && symbol != nullptr;
}

Curl load() {
  Curl curl;
  void* const library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  find(library, "curl_global_init", curl.global_init, curl);
  find(library, "curl_easy_init", curl.easy_init, curl);
  find(library, "curl_easy_cleanup", curl.easy_cleanup, curl);
  find(library, "curl_easy_setopt", curl.easy_setopt, curl);
  find(library, "curl_easy_getinfo", curl.easy_getinfo, curl);
  find(library, "curl_easy_perform", curl.easy_perform, curl);
  find(library, "curl_easy_strerror", curl.easy_strerror, curl);
  find(library, "curl_slist_append", curl.slist_append, curl);
  find(library, "curl_slist_free_all", curl.slist_free_all, curl);
  if (curl.complete) curl.global_init(CURL_GLOBAL_DEFAULT);
  return curl;
}

const Curl& libcurl() {
  static const Curl loaded = load();
  return loaded;
}

struct FreeEasy {
  void operator()(CURL* handle) const { libcurl().easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { libcurl().slist_free_all(list); }
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

bool may_be_asked(const std::string& url) {
  const std::string host = host_of(url);
  if (url.starts_with("https://")) return !host.empty();
  return url.starts_with("http://") &&
         (host == "127.0.0.1" || host == "[::1]" || host == "localhost");
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
              fmt::format("{} cannot be reached ({}).", host, libcurl().easy_strerror(code)),
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
    curl_slist* longer = libcurl().slist_append(list, (header.name + ": " + header.value).c_str());
    if (longer != nullptr) list = longer;
  }
  return Headers(list);
}

/// libcurl's options are variadic: the types must be exactly these.
void configure(CURL* easy, const HttpRequest& request, const Headers& headers, Transfer& transfer) {
  const auto set = libcurl().easy_setopt;
  set(easy, CURLOPT_URL, request.url.c_str());
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_HTTPHEADER, headers.get());
  set(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.time_limit.count()));
  set(easy, CURLOPT_WRITEFUNCTION, take_body);
  set(easy, CURLOPT_WRITEDATA, &transfer);
  set(easy, CURLOPT_HEADERFUNCTION, take_header);
  set(easy, CURLOPT_HEADERDATA, &transfer);
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, watch);
  set(easy, CURLOPT_XFERINFODATA, &transfer);
  if (const char* file = certificates_of_user(); file != nullptr) set(easy, CURLOPT_CAINFO, file);
}

HttpResponse read_response(CURL* easy, Transfer& transfer) {
  const auto get = libcurl().easy_getinfo;
  HttpResponse response;
  long status = 0;
  long request_bytes = 0;
  long header_bytes = 0;
  curl_off_t body_bytes = 0;
  get(easy, CURLINFO_RESPONSE_CODE, &status);
  get(easy, CURLINFO_REQUEST_SIZE, &request_bytes);
  get(easy, CURLINFO_HEADER_SIZE, &header_bytes);
  get(easy, CURLINFO_SIZE_DOWNLOAD_T, &body_bytes);
  response.status = static_cast<int>(status);
  response.sent = request_bytes;
  response.received = header_bytes + body_bytes;
  response.body = std::move(transfer.body);
  if (transfer.has_retry_after) {
    curl_off_t wait = 0;
    get(easy, CURLINFO_RETRY_AFTER, &wait);
    response.retry_after = seconds(wait);
  }
  return response;
}

}  // namespace

std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) return {};
  const std::string rest = url.substr(scheme + 3);
  const std::string authority = rest.substr(0, rest.find_first_of("/?#"));
  // A name before the host would let one address look like another.
  if (authority.find_first_of("@\\") != std::string::npos) return {};
  if (authority.starts_with('[')) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

Result<HttpResponse> http_get(const HttpRequest& request, const std::atomic<bool>* cancel) {
  if (!may_be_asked(request.url))
    return fail(ErrorCode::invalid_argument,
                fmt::format("'{}' is no address that may be asked; use https.", request.url));
  const Curl& curl = libcurl();
  if (!curl.complete)
    return fail(ErrorCode::unavailable,
                "The library libcurl.so.4 is missing; install it (package libcurl4).");
  const Easy easy(curl.easy_init());
  if (!easy) return fail(ErrorCode::internal, "There is no memory for a network request.");
  const Headers headers = make_headers(request.headers);
  Transfer transfer;
  transfer.body_limit = request.body_limit;
  transfer.cancel = cancel;
  configure(easy.get(), request, headers, transfer);
  const CURLcode code = curl.easy_perform(easy.get());
  if (code != CURLE_OK) return fail(to_error(code, transfer, request));
  return read_response(easy.get(), transfer);
}

}  // namespace orchard::core
