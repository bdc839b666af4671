#include "git/repository/remote_host.h"

#include <gtest/gtest.h>

namespace orchard::git {
namespace {

TEST(RemoteHost, IsReadFromEveryKindOfAddress) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://example.org/a/b.git", "example.org"},
      {"https://me:secret@example.org:8443/a.git", "example.org"},
      {"https://example.org", "example.org"},
      {"ssh://git@example.org:22/a.git", "example.org"},
      {"git://[::1]:9418/a.git", "[::1]"},
      {"git@example.org:a/b.git", "example.org"},
      {"example.org:a.git", "example.org"},
      {"file:///srv/a.git", ""},
      {"/srv/a.git", ""},
      {"../a.git", ""},
      {"./strange:name", ""},
      {"a", ""},
      {"", ""},
  };
  for (const auto& [address, host] : cases) EXPECT_EQ(remote_host(address), host) << address;
}

}  // namespace
}  // namespace orchard::git
