#include "core/base/time_text.h"
#include "metrics/intake/usage_line.h"
#include "tests/support/sanitizer.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace orchard::metrics {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kRecords = test::kHasThreadSanitizer ? 1'000 : 20'000;

/// Makes records that look like transcripts, with members in any order and foreign ones of any
/// shape, and writes them with any spacing and any escapes.
class RandomRecords {
 public:
  explicit RandomRecords(unsigned seed) : random_(seed) {}

  Json record() {
    Json record = Json::object();
    for (int i = below(4); i > 0; --i) record[name()] = foreign(3);
    if (chance(9))
      record["timestamp"] = pick(
          {"2026-11-20T12:00:01.5Z", "2026-02-30T00:00:00Z", "2026-11-20T12:00:01+05:30", "noon"});
    if (chance(7)) record["sessionId"] = pick({"s-1", "s \"2\"", "ü\n", ""});
    if (chance(7)) record["requestId"] = pick({"req_1", "req_2", ""});
    if (chance(3)) record["uuid"] = "u-1";
    if (chance(3)) record["isSidechain"] = chance(5);
    if (chance(2)) record["isApiErrorMessage"] = chance(5);
    if (chance(2)) record["cwd"] = pick({"/w", "/w/😀/é", "C:\\x\\y"});
    if (chance(9)) record["message"] = message();
    if (chance(4)) record["toolUseResult"] = Json{{"usage", usage()}};
    return shuffled(record);
  }

  std::string write(const Json& value) {
    if (value.is_object() || value.is_array()) {
      std::string text(1, value.is_object() ? '{' : '[');
      bool first = true;
      for (const auto& item : value.items()) {
        if (!first) text += "," + blank();
        first = false;
        text += blank();
        if (value.is_object()) text += '"' + item.key() + '"' + blank() + ":" + blank();
        text += write(item.value()) + blank();
      }
      return text + (value.is_object() ? '}' : ']');
    }
    return value.dump(-1, ' ', /*ensure_ascii=*/chance(5));
  }

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

 private:
  bool chance(int of_ten) { return below(10) < of_ten; }
  std::string blank() { return chance(2) ? std::string(pick({" ", "\t", "  "})) : std::string(); }
  const char* pick(const std::vector<const char*>& from) {
    return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
  }
  std::string name() {
    return pick({"usage", "message", "id", "model", "data", "input_tokens", "content", "x"});
  }
  Json foreign(int depth) {
    switch (below(depth > 0 ? 8 : 6)) {
      case 0:
        return nullptr;
      case 1:
        return chance(5);
      case 2:
        return below(1000) - 500;
      case 3:
        return below(1000) / 7.0;
      case 4:
        return pick({"", "a\\b\"c", "\"usage\":{\"input_tokens\":1}", "{[", "\n\t", "é😀"});
      case 5:
        return pick({"plain", "}", "]"});
      case 6: {
        Json list = Json::array();
        for (int i = below(4); i > 0; --i) list.push_back(foreign(depth - 1));
        return list;
      }
      default: {
        Json object = Json::object();
        for (int i = below(4); i > 0; --i) object[name()] = foreign(depth - 1);
        return object;
      }
    }
  }
  Json number() {
    switch (below(150)) {
      case 0:
      case 6:
      case 7:
        return nullptr;
      case 1:
        return -below(100);
      case 2:
        return static_cast<double>(below(100));
      case 3:
        return below(100) + 0.75;
      case 4:
        return "12";
      case 5:
        return 5'000'000'000;
      default:
        return below(100'000);
    }
  }
  Json usage() {
    Json usage = Json::object();
    for (const char* member : {"input_tokens", "output_tokens", "cache_read_input_tokens",
                               "cache_creation_input_tokens"})
      if (chance(8)) usage[member] = number();
    if (chance(5))
      usage["cache_creation"] =
          Json{{"ephemeral_5m_input_tokens", number()}, {"ephemeral_1h_input_tokens", number()}};
    if (chance(1)) usage["cache_creation"] = foreign(1);
    if (chance(3)) usage["server_tool_use"] = Json{{"web_search_requests", number()}};
    if (chance(3)) usage["speed"] = pick({"fast", "standard", "turbo"});
    if (chance(2)) usage["iterations"] = foreign(3);
    return shuffled(usage);
  }
  Json message() {
    Json message = Json::object();
    if (chance(9)) message["id"] = pick({"msg_1", "msg_2", ""});
    if (chance(9)) message["model"] = pick({"claude-opus-4-8", "<synthetic>", "x"});
    if (chance(9)) message["content"] = foreign(4);
    if (chance(5)) message["stop_reason"] = chance(5) ? Json("end_turn") : Json(nullptr);
    if (chance(9)) message["usage"] = chance(9) ? usage() : foreign(1);
    return shuffled(message);
  }
  Json shuffled(const Json& object) {
    std::vector<std::pair<std::string, Json>> members;
    for (const auto& item : object.items()) members.emplace_back(item.key(), item.value());
    std::shuffle(members.begin(), members.end(), random_);
    Json result = Json::object();
    for (auto& [key, value] : members) result[key] = std::move(value);
    return result;
  }

  std::mt19937 random_;
};

/// The slow way to read the same.
class WholeRecord {
 public:
  explicit WholeRecord(const Json& record) : record_(record) {}

  [[nodiscard]] LineVerdict verdict() const {
    const Json usage = at(message(), "usage");
    const bool failed = at(record_, "isApiErrorMessage") == true;
    if (usage.is_null() || (!failed && text(message(), "model") == "<synthetic>"))
      return LineVerdict::nothing;
    const bool known = !text(message(), "id").empty() || !text(record_, "requestId").empty() ||
                       !text(record_, "uuid").empty();
    if (failed)
      return known && core::parse_iso8601(text(record_, "timestamp")) ? LineVerdict::failure
                                                                      : LineVerdict::nothing;
    return usage.is_object() && known && counts(usage) &&
                   core::parse_iso8601(text(record_, "timestamp"))
               ? LineVerdict::usage
               : LineVerdict::malformed;
  }
  [[nodiscard]] core::TokenUsage tokens() const {
    const Json usage = at(message(), "usage");
    const Json split = at(usage, "cache_creation");
    core::TokenUsage tokens{count(usage, "input_tokens"), count(usage, "output_tokens"),
                            count(split, "ephemeral_5m_input_tokens"),
                            count(split, "ephemeral_1h_input_tokens"),
                            count(usage, "cache_read_input_tokens")};
    if (tokens.cache_write() == 0)
      tokens.cache_write_5m = count(usage, "cache_creation_input_tokens");
    return tokens;
  }
  [[nodiscard]] Json message() const { return at(record_, "message"); }
  static Json at(const Json& object, const char* name) {
    return object.is_object() && object.contains(name) ? object.at(name) : Json();
  }
  static std::string text(const Json& object, const char* name) {
    const Json value = at(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
  }
  static std::int64_t count(const Json& object, const char* name) {
    const Json value = at(object, name);
    return value.is_number() ? value.get<std::int64_t>() : 0;
  }
  /// Whether all that is told is a number of tokens.
  static bool counts(const Json& usage) {
    const Json split = at(usage, "cache_creation");
    for (const Json& value :
         {at(usage, "input_tokens"), at(usage, "output_tokens"),
          at(usage, "cache_read_input_tokens"), at(usage, "cache_creation_input_tokens"),
          at(split, "ephemeral_5m_input_tokens"), at(split, "ephemeral_1h_input_tokens"),
          at(at(usage, "server_tool_use"), "web_search_requests")}) {
      if (value.is_null()) continue;
      if (!value.is_number()) return false;
      const double number = value.get<double>();
      if (number < 0 || number > 1e9 || number != std::floor(number)) return false;
    }
    return true;
  }

 private:
  const Json& record_;
};

TEST(AgainstNlohmann, ReadsRandomRecordsAlike) {
  RandomRecords records(20261128);
  std::string scratch;
  int told = 0;
  for (int i = 0; i < kRecords; ++i) {
    const Json record = records.record();
    const std::string text = records.write(record);
    ASSERT_EQ(Json::parse(text), record) << text;
    const WholeRecord whole(record);
    UsageLine line;
    ASSERT_EQ(read_usage_line(text, scratch, line), whole.verdict()) << text;
    if (whole.verdict() != LineVerdict::usage) continue;
    ++told;
    ASSERT_EQ(line.tokens, whole.tokens()) << text;
    ASSERT_EQ(line.message_id, WholeRecord::text(whole.message(), "id")) << text;
    ASSERT_EQ(line.model, WholeRecord::text(whole.message(), "model")) << text;
    ASSERT_EQ(line.session, WholeRecord::text(record, "sessionId")) << text;
    ASSERT_EQ(line.cwd, WholeRecord::text(record, "cwd")) << text;
    ASSERT_EQ(line.is_sidechain, WholeRecord::at(record, "isSidechain") == true) << text;
    ASSERT_EQ(line.complete, !WholeRecord::text(whole.message(), "stop_reason").empty()) << text;
  }
  EXPECT_GT(told, kRecords / 8);
}

// Whatever nlohmann refuses may be read only for what stands in foreign text.
TEST(AgainstNlohmann, NeverTakesMoreThanAValidRecordSays) {
  RandomRecords records(7);
  std::string scratch;
  for (int i = 0; i < kRecords; ++i) {
    std::string text = records.write(records.record());
    const int cut = records.below(static_cast<int>(text.size()));
    text.resize(static_cast<std::size_t>(cut));
    UsageLine line;
    EXPECT_NE(read_usage_line(text, scratch, line), LineVerdict::usage) << text;
  }
}

}  // namespace
}  // namespace orchard::metrics
