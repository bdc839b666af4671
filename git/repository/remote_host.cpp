#include "git/repository/remote_host.h"

namespace orchard::git {
namespace {

std::string without_user_and_port(std::string_view authority) {
  const auto at = authority.rfind('@');
  if (at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (authority.starts_with('[')) return std::string(authority.substr(0, authority.find(']') + 1));
  return std::string(authority.substr(0, authority.find(':')));
}

}  // namespace

std::string remote_host(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme != std::string_view::npos) {
    if (address.starts_with("file:")) return {};
    const std::string_view rest = address.substr(scheme + 3);
    return without_user_and_port(rest.substr(0, rest.find('/')));
  }
  // me@example.org:path, where a slash before the colon would make it a folder.
  const auto colon = address.find(':');
  if (colon == std::string_view::npos || address.find('/') < colon) return {};
  return without_user_and_port(address.substr(0, colon));
}

}  // namespace orchard::git
