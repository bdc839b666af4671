#pragma once

#include <cstdint>

/// Bits of api_call.flags. Part of the file format: only add.
namespace orchard::metrics::call_flag {

inline constexpr std::int64_t kComplete = 1;
inline constexpr std::int64_t kFast = 2;
inline constexpr std::int64_t kSubAgent = 4;
inline constexpr std::int64_t kStream = 8;       ///< the agent's stream told of it
inline constexpr std::int64_t kTranscript = 16;  ///< a transcript file told of it
inline constexpr std::int64_t kEstimated = 32;   ///< its model has no price of its own
inline constexpr std::int64_t kHasRequest = 64;  ///< its request id is known
inline constexpr std::int64_t kNoMessage = 128;  ///< only its request id is known
inline constexpr std::int64_t kUnsplit = 256;    ///< cache writes known only as a sum, stored as 5m
inline constexpr std::int64_t kBackground = 512;  ///< the CLI's own work, nobody asked for it
inline constexpr std::int64_t kReported = 1024;   ///< the cost is what a witness named, no price
inline constexpr std::int64_t kUsOnly = 2048;     ///< handled in the United States, for more money
/// Advice that another model gave on the way to a reply: fills a context of its own.
inline constexpr std::int64_t kAdvisor = 4096;
/// A relay's response without a request id: each of its lines named it by all that copies keep.
inline constexpr std::int64_t kNamedByLines = 8192;

}  // namespace orchard::metrics::call_flag
