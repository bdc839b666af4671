#include "agents/launch/trace/speech_mark.h"

#include "core/io/file.h"

#include <cerrno>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace orchard::agents {

core::Result<void> write_speech_mark(const SessionDirectory& directory, const BrokenSpeech& mark) {
  const nlohmann::json json = {{"message", mark.message}, {"length", mark.length}};
  const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  ORCHARD_TRY(const core::FileDescriptor file,
              core::open_file(directory.speak_path(), O_WRONLY | O_CREAT));
  if (pwrite(file.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      ftruncate(file.get(), static_cast<off_t>(text.size())) != 0)
    return core::fail(core::errno_error(errno, "Could not write", directory.speak_path()));
  return {};
}

core::Result<void> clear_speech_mark(const SessionDirectory& directory) {
  ORCHARD_TRY(const core::FileDescriptor file,
              core::open_file(directory.speak_path(), O_WRONLY | O_CREAT));
  if (ftruncate(file.get(), 0) != 0)
    return core::fail(core::errno_error(errno, "Could not empty", directory.speak_path()));
  return {};
}

core::Result<std::optional<BrokenSpeech>> read_speech_mark(const SessionDirectory& directory) {
  const auto text = core::read_file(directory.speak_path());
  if (!text && text.error().code == core::ErrorCode::not_found) return std::nullopt;
  if (!text) return core::fail(text.error());
  if (text->empty()) return std::nullopt;
  BrokenSpeech mark;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object()) return mark;
  if (const auto it = json.find("message"); it != json.end() && it->is_string())
    mark.message = it->get<std::string>();
  if (const auto it = json.find("length"); it != json.end() && it->is_number_unsigned())
    mark.length = it->get<std::size_t>();
  return mark;
}

}  // namespace orchard::agents
