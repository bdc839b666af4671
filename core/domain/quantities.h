#pragma once

#include <compare>
#include <cstdint>

namespace orchard::core {

/// Money in integer nano-dollars: sums are exact in any order.
struct Cost {
  std::int64_t nano_dollars = 0;

  [[nodiscard]] double dollars() const { return static_cast<double>(nano_dollars) / 1e9; }
  Cost& operator+=(Cost other) {
    nano_dollars += other.nano_dollars;
    return *this;
  }
  friend Cost operator+(Cost a, Cost b) { return {a.nano_dollars + b.nano_dollars}; }
  friend Cost operator-(Cost a, Cost b) { return {a.nano_dollars - b.nano_dollars}; }
  auto operator<=>(const Cost&) const = default;
};

/// The tokens of one API response or a sum of them. `input` excludes everything cached.
struct TokenUsage {
  std::int64_t input = 0;
  std::int64_t output = 0;
  std::int64_t cache_write_5m = 0;
  std::int64_t cache_write_1h = 0;
  std::int64_t cache_read = 0;

  [[nodiscard]] std::int64_t cache_write() const { return cache_write_5m + cache_write_1h; }
  [[nodiscard]] std::int64_t total() const { return input + output + cache_write() + cache_read; }
  /// What filled the context window of this response's request.
  [[nodiscard]] std::int64_t context() const { return input + cache_write() + cache_read; }
  TokenUsage& operator+=(const TokenUsage& other) {
    input += other.input;
    output += other.output;
    cache_write_5m += other.cache_write_5m;
    cache_write_1h += other.cache_write_1h;
    cache_read += other.cache_read;
    return *this;
  }
  bool operator==(const TokenUsage&) const = default;
};

/// Lines added and deleted and files touched between two trees.
struct DiffStat {
  std::int64_t additions = 0;
  std::int64_t deletions = 0;
  std::int64_t files = 0;

  DiffStat& operator+=(const DiffStat& other) {
    additions += other.additions;
    deletions += other.deletions;
    files += other.files;
    return *this;
  }
  bool operator==(const DiffStat&) const = default;
};

}  // namespace orchard::core
