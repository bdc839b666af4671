#pragma once

namespace orchard::test {

// Which sanitizer the program was built with, for tests that try very many cases. The ordinary
// build tries all of them.

/// Under the thread sanitizer, what runs in one thread is fifty times slower and tells nothing.
#if defined(__SANITIZE_THREAD__)
inline constexpr bool kHasThreadSanitizer = true;
#else
inline constexpr bool kHasThreadSanitizer = false;
#endif

/// Programs under either take ten times as long, so a test that kills one at each of many steps
/// kills it at some of them only; the paths between two steps are the same.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kHasSanitizer = true;
#else
inline constexpr bool kHasSanitizer = kHasThreadSanitizer;
#endif

}  // namespace orchard::test
