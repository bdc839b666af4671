#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::metrics {

/// One API response as a transcript told of it: ids hashed, names as places in the batch's lists,
/// so that many can be held. Plain value.
struct Sighting {
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

  std::int64_t message = 0;       ///< counts unless flags say that there is no message id
  std::int64_t request = 0;       ///< of its request id, else of what its copies share; 0: neither
  std::int64_t bare_request = 0;  ///< CallIds::bare_request; 0: none
  std::int64_t at = 0;
  std::int64_t reported = 0;  ///< nano-dollars
  std::int32_t input = 0;
  std::int32_t output = 0;
  std::int32_t cache_write_5m = 0;
  std::int32_t cache_write_1h = 0;
  std::int32_t cache_read = 0;
  std::int32_t web_searches = 0;
  std::int32_t flags = 0;
  std::int32_t duration = -1;  ///< milliseconds; -1: not known
  std::uint32_t session = 0;
  std::uint32_t model = kNone;
  std::uint32_t branch = kNone;
  std::uint32_t agent = kNone;  ///< the type of the sub-agent that made it
  bool of_api = false;          ///< the message id
};

/// A call that the API did not answer, as a transcript told of it: it took no tokens and cost
/// nothing. Plain value.
struct FailedCall {
  std::int64_t record = 0;  ///< hash of its record's id
  std::int64_t at = 0;
  std::int64_t origin = 0;  ///< a UsageAgent
  std::uint32_t session = 0;
  std::uint32_t branch = Sighting::kNone;
  std::uint32_t agent = Sighting::kNone;
  std::optional<std::int64_t> status;    ///< of HTTP
  std::optional<std::int64_t> duration;  ///< milliseconds
};

/// A limit of the plan that was used up, as a transcript told of it. Plain value.
struct ReachedLimit {
  std::string_view kind;  ///< one of those the account knows, of static life
  std::int64_t at = 0;
  std::int64_t resets_at = 0;
  std::uint32_t session = 0;
};

/// What transcripts say of a session besides its calls. Times without value are 0.
struct SessionNews {
  std::string id;
  std::int64_t first_at = 0;
  std::int64_t last_at = 0;
  std::string cwd;  ///< where its first call was made
  std::int64_t cwd_at = 0;
  std::string cli_version;  ///< of its last call
  std::int64_t version_at = 0;
};

/// A list of distinct names. Few of them come again and again: the last one asked for is tried
/// first.
class NameList {
 public:
  /// The place of the name; kNone for an empty one.
  [[nodiscard]] std::uint32_t place_of(std::string_view name) {
    if (name.empty()) return Sighting::kNone;
    if (last_ < names_.size() && names_[last_] == name) return last_;
    for (std::uint32_t place = 0; place < names_.size(); ++place)
      if (names_[place] == name) return last_ = place;
    names_.emplace_back(name);
    return last_ = static_cast<std::uint32_t>(names_.size() - 1);
  }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::uint32_t last_ = 0;
};

/// Sightings in the order they were read, with the names they point to.
struct SightingBatch {
  std::vector<Sighting> sightings;
  std::vector<FailedCall> failures;
  std::vector<ReachedLimit> limits;
  std::vector<SessionNews> sessions;
  NameList models;
  NameList branches;
  NameList agents;

  /// The place of the session; takes in what a call at `at` says of it. Empty texts say nothing.
  [[nodiscard]] std::uint32_t note_session(std::string_view id, std::int64_t at,
                                           std::string_view cwd, std::string_view cli_version);

 private:
  std::uint32_t last_session_ = 0;
};

}  // namespace orchard::metrics
