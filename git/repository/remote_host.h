#pragma once

#include <string>
#include <string_view>

namespace orchard::git {

/// The machine that an address of git lies on: "example.org" of "https://me@example.org/a.git",
/// "ssh://example.org:22/a" and "me@example.org:a.git". Empty for a folder of this machine. Never
/// what stands before the '@'. Pure.
[[nodiscard]] std::string remote_host(std::string_view address);

}  // namespace orchard::git
