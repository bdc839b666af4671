#include "agents/demo/wire/transcript_file.h"

#include "core/io/file.h"
#include "core/io/line_framer.h"

#include <array>
#include <cstdlib>
#include <optional>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::agents::demo {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kSlugLimit = 200;

std::string to_base36(std::uint32_t value) {
  std::string digits;
  do {
    digits.insert(digits.begin(), "0123456789abcdefghijklmnopqrstuvwxyz"[value % 36]);
    value /= 36;
  } while (value > 0);
  return digits;
}

// Nobody is told of a full disk: the conversation goes on without its transcript.
void append_line(const std::filesystem::path& path, std::string line) {
  line += '\n';
  const auto file = core::open_file(path, O_WRONLY | O_APPEND | O_CREAT);
  if (file) static_cast<void>(!::write(file->get(), line.data(), line.size()));
}

std::int64_t number_at(const Json& json, const char* key) {
  const auto it = json.find(key);
  return it != json.end() && it->is_number_integer() ? it->get<std::int64_t>() : 0;
}

}  // namespace

std::string project_slug(std::string_view cwd) {
  std::string slug;
  std::int32_t hash = 0;
  for (const char c : cwd) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    slug += plain ? c : '-';
    hash = static_cast<std::int32_t>(static_cast<std::uint32_t>(hash) * 31U + byte);
  }
  if (slug.size() <= kSlugLimit) return slug;
  return slug.substr(0, kSlugLimit) + "-" +
         to_base36(hash < 0 ? 0U - static_cast<std::uint32_t>(hash)
                            : static_cast<std::uint32_t>(hash));
}

TranscriptFile::TranscriptFile(std::filesystem::path config_dir, std::string cwd,
                               std::string session)
    : folder_(config_dir.empty() ? std::filesystem::path()
                                 : config_dir / "projects" / project_slug(cwd)),
      cwd_(std::move(cwd)),
      session_(std::move(session)) {}

void TranscriptFile::switch_to(const std::string& session) {
  session_ = session;
  parents_.clear();
}

std::filesystem::path TranscriptFile::main_path() const {
  return folder_ / (session_ + ".jsonl");
}

std::filesystem::path TranscriptFile::agent_path(const std::string& agent_id,
                                                 const char* ending) const {
  return folder_ / session_ / "subagents" / ("agent-" + agent_id + ending);
}

bool TranscriptFile::exists() const {
  return !folder_.empty() && access(main_path().c_str(), F_OK) == 0;
}

TranscriptFile::Known TranscriptFile::read() const {
  Known known;
  const auto text = core::read_file(main_path());
  if (!text) return known;
  core::LineFramer framer(0, text->size() + 1);
  framer.feed(*text, [&](const core::LineFramer::Line& line) {
    const Json json = Json::parse(line.text, nullptr, false);
    if (!json.is_object() || !json.contains("type")) return;
    if (json["type"] == "user" && json.contains("uuid") && json["uuid"].is_string())
      known.user_uuids.insert(json["uuid"].get<std::string>());
    if (json["type"] != "assistant" || !json.contains("message") ||
        !json["message"].contains("usage"))
      return;
    const Json& usage = json["message"]["usage"];
    const std::int64_t context = number_at(usage, "cache_creation_input_tokens") +
                                 number_at(usage, "cache_read_input_tokens");
    if (context > 0) known.context_tokens = context;
  });
  return known;
}

void TranscriptFile::append(const std::string& agent_id, const std::string& record_json) {
  if (folder_.empty()) return;
  const std::filesystem::path path =
      agent_id.empty() ? main_path() : agent_path(agent_id, ".jsonl");
  if (!core::make_private_directory(path.parent_path())) return;
  const Json record = Json::parse(record_json, nullptr, false);
  std::string& parent = parents_[agent_id];
  Json line = {{"parentUuid", parent.empty() ? Json(nullptr) : Json(parent)},
               {"isSidechain", !agent_id.empty()},
               {"userType", "external"},
               {"cwd", cwd_},
               {"sessionId", session_},
               {"version", "2.1.197"},
               {"gitBranch", "HEAD"}};
  if (!agent_id.empty()) line["agentId"] = agent_id;
  line.update(record);
  parent = record.value("uuid", parent);
  append_line(path, line.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void TranscriptFile::append_agent_meta(const std::string& agent_id, const std::string& meta_json) {
  if (folder_.empty()) return;
  const std::filesystem::path path = agent_path(agent_id, ".meta.json");
  if (core::make_private_directory(path.parent_path())) append_line(path, meta_json);
}

}  // namespace orchard::agents::demo
