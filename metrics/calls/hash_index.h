#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace orchard::metrics {

/// From 64-bit hashes to small numbers. The keys are hashes already, so a few of their bits choose
/// the slot. Nothing is ever taken out.
class HashIndex {
 public:
  [[nodiscard]] std::optional<std::uint32_t> find(std::int64_t hash) const {
    if (slots_.empty()) return std::nullopt;
    const Slot& slot = slots_[place_of(hash)];
    return slot.number == kFree ? std::nullopt : std::optional(slot.number);
  }

  /// Replaces what the hash led to.
  void put(std::int64_t hash, std::uint32_t number) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[place_of(hash)];
    if (slot.number == kFree) ++count_;
    slot = {hash, number};
  }

  [[nodiscard]] std::size_t size() const { return count_; }
  void clear() {
    slots_.clear();
    count_ = 0;
  }

 private:
  static constexpr std::uint32_t kFree = 0xFFFFFFFFU;
  struct Slot {
    std::int64_t hash = 0;
    std::uint32_t number = kFree;
  };

  /// Where the hash stands, or the free slot where it would.
  [[nodiscard]] std::size_t place_of(std::int64_t hash) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t place = static_cast<std::size_t>(hash) & mask;
    while (slots_[place].number != kFree && slots_[place].hash != hash) place = (place + 1) & mask;
    return place;
  }

  void grow() {
    constexpr std::size_t kFirst = 64;
    std::vector<Slot> old(slots_.empty() ? kFirst : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old)
      if (slot.number != kFree) slots_[place_of(slot.hash)] = slot;
  }

  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

}  // namespace orchard::metrics
