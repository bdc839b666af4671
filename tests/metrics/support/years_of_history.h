#pragma once

#include "core/domain/fact.h"
#include "tests/support/fake_id_source.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace orchard::test {

/// Draws wild but possible events of some years before a moment, many of them near today's borders
/// and near changes of clocks: turns, calls told of twice, forked conversations that repeat calls,
/// branches that grow, are rewritten, rolled back and forked with their commits.
class YearsOfHistory {
 public:
  YearsOfHistory(std::uint64_t seed, core::Timestamp now) : source_(seed), now_(now) {}

  std::uint64_t below(std::uint64_t limit) { return source_.next() % limit; }
  /// Facts in the order they are told, somewhat shuffled, some of them twice.
  std::vector<core::Fact> draw(int events);

  static constexpr int kWorkspaces = 4;

 private:
  core::Timestamp moment();
  core::Duration within(std::uint64_t micros) {
    return core::Duration(static_cast<std::int64_t>(below(micros)));
  }
  std::string next() { return std::to_string(++count_); }
  core::SessionId session() { return core::SessionId("s-" + std::to_string(below(9))); }
  core::CommitInfo commit(std::uint64_t number) const;
  void add_event(std::vector<core::Fact>& facts);
  void add_turn(std::vector<core::Fact>& facts);
  void add_call(std::vector<core::Fact>& facts);
  void add_branch(std::vector<core::Fact>& facts);

  FakeIdSource source_;
  core::Timestamp now_;
  int count_ = 0;
  std::vector<std::pair<core::SessionId, core::TurnId>> turns_;
};

}  // namespace orchard::test
