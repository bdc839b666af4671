#pragma once

namespace orchard::test {

/// Whether the program was built with a sanitizer. Its processes take ten times as long, so there a
/// test that kills one at each of many steps kills it at some of them only: each is tried by the
/// ordinary build, and the paths between two steps are the same.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kHasSanitizer = true;
#else
inline constexpr bool kHasSanitizer = false;
#endif

}  // namespace orchard::test
