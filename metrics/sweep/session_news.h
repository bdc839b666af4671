#pragma once

#include "core/base/result.h"
#include "core/database/database.h"
#include "metrics/calls/sighting.h"
#include "metrics/sweep/places/project_finder.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace orchard::metrics {

/// Sessions that transcripts tell of: those nobody told of before are outside Orchard. One thread.
class SessionBook {
 public:
  explicit SessionBook(core::Database& database) : database_(database), projects_(database) {}

  /// Looks at the folder the session ran in; before the transaction.
  void look_at(const SessionNews& news) {
    if (!news.cwd.empty()) projects_.look_at(news.cwd);
  }
  /// The key of the session; makes its row when it is new. Inside a transaction.
  [[nodiscard]] core::Result<std::int64_t> enter(const SessionNews& news);
  /// Writes when the sessions were active, where and with which version. In the same transaction.
  [[nodiscard]] core::Result<void> write();
  /// After a transaction that failed, or when others may have written.
  void forget();

 private:
  [[nodiscard]] core::Result<void> write(std::int64_t key, const SessionNews& news);
  [[nodiscard]] core::Result<void> write_outside(std::int64_t key, const SessionNews& news);

  core::Database& database_;
  ProjectFinder projects_;
  std::unordered_map<std::string, std::int64_t> keys_;
  std::unordered_map<std::int64_t, SessionNews> news_;
};

}  // namespace orchard::metrics
